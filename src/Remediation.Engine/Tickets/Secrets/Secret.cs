namespace Remediation.Engine.Tickets.Secrets;

/// <summary>A secret in memory. It is no record and has no text of its own, so that nothing that writes objects ever writes it.</summary>
public sealed class Secret(string value)
{
    /// <summary>The secret itself, for the one place that sends it.</summary>
    public string Reveal() => value;

    public override string ToString() => "(a secret)";
}
