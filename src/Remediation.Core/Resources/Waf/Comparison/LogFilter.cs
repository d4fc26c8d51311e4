using System.Text.Json;

namespace Remediation.Core.Resources.Waf.Comparison;

/// <summary>One filter of a logging configuration. Equal when it says the same.</summary>
/// <param name="Drops">Whether what it matches is not logged.</param>
/// <param name="Text">What it matches, as JSON in a fixed order.</param>
internal sealed record LogFilter(bool Drops, string Text)
{
    public static LogFilter Of(JsonElement filter) =>
        new(
            JsonEquality.Member(filter, "Behavior").ToString() == "DROP",
            JsonEquality.Member(filter, "Requirement")
                + " "
                + JsonEquality.Canonical(JsonEquality.Member(filter, "Conditions"))
        );

    public override string ToString() => $"{(Drops ? "DROP" : "KEEP")} {Text}";
}
