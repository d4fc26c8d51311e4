using System.Runtime.InteropServices;
using System.Text.Json;

namespace Remediation.Core.Json;

/// <summary>One token of a <see cref="AwsText"/>: a value, or the name of a member, after which its value comes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AwsToken
{
    /// <summary>Where its bytes are in the text; those of a string are between the quotes.</summary>
    public int Start;

    public int Length;

    /// <summary>The index of the token after it and all that is in it.</summary>
    public int Next;

    public JsonTokenType Type;

    /// <summary>Whether a string holds escapes.</summary>
    public bool IsEscaped;
}
