namespace Remediation.Aws.Documents;

/// <summary>What the body of a failed request says.</summary>
/// <param name="Code">The error's code as AWS wrote it; may be empty.</param>
/// <param name="Message">For people; may be empty.</param>
internal sealed record ErrorBody(string Code, string Message)
{
    public static ErrorBody None { get; } = new("", "");
}
