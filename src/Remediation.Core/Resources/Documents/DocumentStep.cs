namespace Remediation.Core.Resources.Documents;

/// <summary>
/// One step into a document: a member of an object, or an element of a list, told by a member that names it
/// (<c>[Name=RateLimit]</c>) or by its place (<c>[0]</c>).
/// </summary>
/// <param name="Member">The member's name; for an element by name, the member that names it; null for one by place.</param>
/// <param name="Value">For an element by name: the name. Else null.</param>
/// <param name="Index">For an element by place: the place, from 0. Else -1.</param>
public readonly record struct DocumentStep(string? Member, string? Value, int Index)
{
    public bool IsMember => Member is not null && Value is null;

    public static DocumentStep Of(string member) => new(member, null, -1);

    public static DocumentStep Of(int index) => new(null, null, index);

    public static DocumentStep Of(string key, string value) => new(key, value, -1);

    public override string ToString() =>
        IsMember ? $".{Member}"
        : Value is not null ? $"[{Member}={Value}]"
        : $"[{Index}]";
}
