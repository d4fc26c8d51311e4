using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Remediation.Core.Resources.AccessPolicies;

/// <summary>Reads statements from JSON. What it does not know it does not leave out: it says that it does not understand.</summary>
internal static class PolicyStatementReader
{
    public static bool TryReadAll(
        JsonElement policy,
        out ImmutableArray<PolicyStatement> statements,
        [NotNullWhen(false)] out string? fault
    )
    {
        statements = [];
        if (policy.ValueKind != JsonValueKind.Object || !policy.TryGetProperty("Statement", out var list))
        {
            fault = "it has no Statement";
            return false;
        }
        if (Repeated(policy) is { } twice)
        {
            fault = $"it has {twice} twice";
            return false;
        }
        var read = ImmutableArray.CreateBuilder<PolicyStatement>();
        foreach (var item in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [list])
        {
            if (Read(item, out fault) is not { } statement)
            {
                fault = $"statement {read.Count + 1} {fault}";
                return false;
            }
            read.Add(statement);
        }
        (statements, fault) = (read.ToImmutable(), null);
        return true;
    }

    private static PolicyStatement? Read(JsonElement item, out string? fault)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            fault = "is not an object";
            return null;
        }
        if (item.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !IsKnown(name)) is { } strange)
        {
            fault = $"has the element {strange}, which is not known";
            return null;
        }
        if (Repeated(item) is { } twice)
        {
            fault = $"has {twice} twice";
            return null;
        }
        var effect = Text(item, "Effect");
        var principals = Part(item, PolicyElement.Principal, "Principal", PrincipalsOf);
        var actions = Part(item, PolicyElement.Action, "Action", TextsOf);
        var resources = Part(item, PolicyElement.Resource, "Resource", TextsOf);
        var conditions = ConditionsOf(item);
        fault =
            effect is not ("Allow" or "Deny") ? "has no Effect of Allow or Deny"
            : principals is null ? "names no Principal"
            : actions is null ? "names no Action"
            : resources is null ? "names no Resource"
            : conditions is null ? "has a Condition that is not one of operators, keys and values"
            : null;
        return fault is not null
            ? null
            : new()
            {
                Sid = Text(item, "Sid"),
                IsAllow = effect == "Allow",
                Principals = principals!,
                Actions = actions!,
                Resources = resources!,
                Conditions = conditions!.Value,
            };
    }

    // Which of the two counts to AWS is not known.
    private static string? Repeated(JsonElement element)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return element.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !names.Add(name));
    }

    private static bool IsKnown(string name) =>
        name
            is "Sid"
                or "Effect"
                or "Principal"
                or "NotPrincipal"
                or "Action"
                or "NotAction"
                or "Resource"
                or "NotResource"
                or "Condition";

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static PolicyPatterns? Part(
        JsonElement item,
        PolicyElement element,
        string name,
        Func<JsonElement, IReadOnlyList<string>?> read
    )
    {
        var isPlain = item.TryGetProperty(name, out var value);
        if (isPlain == item.TryGetProperty("Not" + name, out var negated))
        {
            return null;
        }
        return read(isPlain ? value : negated) is { Count: > 0 } texts
            ? PolicyPatterns.Of(element, texts, isAllBut: !isPlain)
            : null;
    }

    private static IReadOnlyList<string>? TextsOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => [value.GetRawText()],
            JsonValueKind.Array
                when value.EnumerateArray().Select(TextsOf).ToList() is var parts
                    && parts.TrueForAll(part => part is [_]) => [.. parts.SelectMany(part => part!)],
            _ => null,
        };

    private static IReadOnlyList<string>? PrincipalsOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString() == "*" ? ["*"] : null;
        }
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var all = new List<string>();
        foreach (var kind in value.EnumerateObject())
        {
            if (TextsOf(kind.Value) is not { } names)
            {
                return null;
            }
            all.AddRange(names.Select(name => PrincipalOf(kind.Name, name)));
        }
        return all;
    }

    private static string PrincipalOf(string kind, string name) =>
        (kind, name) switch
        {
            ("AWS", "*") => "*",
            ("AWS", { Length: 12 }) when name.All(char.IsAsciiDigit) => $"AWS:arn:aws:iam::{name}:root",
            _ => $"{kind}:{name}",
        };

    private static ImmutableArray<PolicyCondition>? ConditionsOf(JsonElement item)
    {
        if (!item.TryGetProperty("Condition", out var condition))
        {
            return [];
        }
        if (condition.ValueKind != JsonValueKind.Object)
        {
            return null;
        }
        var all = new List<PolicyCondition>();
        foreach (var tests in condition.EnumerateObject())
        {
            if (tests.Value.ValueKind != JsonValueKind.Object)
            {
                return null;
            }
            foreach (var test in tests.Value.EnumerateObject())
            {
                if (TextsOf(test.Value) is not { } values)
                {
                    return null;
                }
                all.Add(PolicyCondition.Of(tests.Name, test.Name, values));
            }
        }
        return
        [
            .. all.OrderBy(test => test.Operator, StringComparer.Ordinal)
                .ThenBy(test => test.Key, StringComparer.OrdinalIgnoreCase),
        ];
    }
}
