using Remediation.Core.Templates.Syntax;
using Remediation.Core.Templates.Values;

namespace Remediation.Core.Templates.Resolution;

/// <summary>The section Conditions: each is worked out once, and is unknown where a parameter without a value decides.</summary>
internal sealed class ConditionTable(TemplateMap? section, Resolver resolver)
{
    private const int MostDepth = 200;

    private readonly Dictionary<string, Truth> _known = new(StringComparer.Ordinal);
    private int _depth;

    /// <summary>Whether the condition of a name holds.</summary>
    public Truth Of(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }
        if (section?[name] is not { } node)
        {
            return Truth.Unknown($"there is no condition {name}");
        }
        _known[name] = Truth.Unknown($"condition {name} refers to itself");
        return _known[name] = Evaluate(node);
    }

    /// <summary>Whether an expression such as <c>Fn::Equals</c> holds.</summary>
    public Truth Evaluate(TemplateNode node)
    {
        if (_depth >= MostDepth)
        {
            return Truth.Unknown("there are conditions within conditions beyond what is worked out");
        }
        _depth++;
        var truth = Decide(node);
        _depth--;
        return truth;
    }

    private Truth Decide(TemplateNode node)
    {
        if (node is not TemplateMap { Entries: [var (function, _, _, argument)] })
        {
            return Truth.Unknown($"the condition on line {node.Line} is no function");
        }
        return function switch
        {
            "Condition" when argument is TemplateScalar name => Of(name.Text),
            "Fn::Equals" when argument is TemplateList { Items: [var one, var other] } => AreEqual(one, other),
            "Fn::Not" when argument is TemplateList { Items: [var denied] } => Not(Evaluate(denied)),
            "Fn::And" when argument is TemplateList all => Combine(all.Items, decisive: false),
            "Fn::Or" when argument is TemplateList any => Combine(any.Items, decisive: true),
            _ => Truth.Unknown($"{function} on line {node.Line} is no condition that is understood"),
        };
    }

    private static Truth Not(Truth truth) => truth.Value is { } value ? Truth.Of(!value) : truth;

    private Truth Combine(IReadOnlyList<TemplateNode> parts, bool decisive)
    {
        Truth? unknown = null;
        foreach (var part in parts)
        {
            var truth = Evaluate(part);
            if (truth.Value == decisive)
            {
                return truth;
            }
            unknown ??= truth.Value is null ? truth : null;
        }
        return unknown ?? Truth.Of(!decisive);
    }

    private Truth AreEqual(TemplateNode one, TemplateNode other)
    {
        var (left, right) = (resolver.Resolve(one), resolver.Resolve(other));
        if ((left as UnresolvedValue ?? right as UnresolvedValue) is { } unresolved)
        {
            return Truth.Unknown(unresolved.Reason);
        }
        if (left is not TextValue first || right is not TextValue second)
        {
            return Truth.Unknown($"Fn::Equals on line {one.Line} compares what is no text");
        }
        if (first.Text == second.Text)
        {
            return Truth.Of(true);
        }
        return first.IsSymbolic || second.IsSymbolic
            ? Truth.Unknown($"'{(first.IsSymbolic ? first : second)}' is only known when it is deployed")
            : Truth.Of(false);
    }
}
