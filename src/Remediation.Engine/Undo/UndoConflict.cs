namespace Remediation.Engine.Undo;

/// <summary>One thing that the remediation changed and that somebody has changed since, in words.</summary>
/// <param name="What">What it is, such as <c>entry 100</c>.</param>
/// <param name="Prior">How it was before the remediation.</param>
/// <param name="Made">What the remediation made of it.</param>
/// <param name="Present">How it is now.</param>
public sealed record UndoConflict(string What, string Prior, string Made, string Present)
{
    public override string ToString() =>
        $"{What}: before the remediation {Prior}, after it {Made}, and now {Present}: somebody has changed it since";
}
