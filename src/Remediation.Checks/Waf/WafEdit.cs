using System.Text.Json;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Checks.Waf;

/// <summary>Edits of WAF documents, each at one place. What is beside the place stays as it is.</summary>
internal static class WafEdit
{
    public static AwsDocument True { get; } = AwsDocument.Parse("true");

    public static AwsDocument EmptyList { get; } = AwsDocument.Parse("[]");

    /// <summary>The state with a value at a place that is led by the part; the part is made where it is missing.</summary>
    public static TState With<TState>(this TState state, DocumentPath path, AwsDocument value)
        where TState : DocumentState
    {
        var operation = path.Steps[0].Member!;
        var part = state.Parts.GetValueOrDefault(operation) ?? AwsDocument.Parse("{}");
        return (TState)state.WithPart(operation, part.With(path.Skip(1), value));
    }

    /// <summary>The state without what is at a place.</summary>
    public static TState Without<TState>(this TState state, DocumentPath path)
        where TState : DocumentState
    {
        var operation = path.Steps[0].Member!;
        return state.Parts.TryGetValue(operation, out var part)
            ? (TState)state.WithPart(operation, part.Without(path.Skip(1)))
            : state;
    }

    /// <summary>The web ACL with a rule put in place of the one of that name, or added.</summary>
    public static WebAcl WithRule(this WebAcl state, AwsDocument rule)
    {
        var rules = state.Path.Then("Rules");
        var withList = state.Document.Has("Rules") ? state : state.With(rules, EmptyList);
        return withList.With(rules.Item("Name", rule.Root.Text("Name")), rule);
    }

    public static AwsDocument Object(Action<Utf8JsonWriter> members) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        });

    public static AwsDocument Number(long number) => AwsDocument.Build(writer => writer.WriteNumberValue(number));

    /// <summary>A list of texts.</summary>
    public static AwsDocument Texts(IEnumerable<string> texts) =>
        AwsDocument.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }
            writer.WriteEndArray();
        });
}
