using System.Text.RegularExpressions;

namespace Remediation.Core.Policies.Destinations;

/// <summary>
/// Where a secret is kept: an SSM parameter, or a secret of Secrets Manager. It is not the secret, and a policy never holds one.
/// </summary>
/// <param name="Id">The parameter's name or ARN, or the secret's ARN, as the API takes it.</param>
/// <param name="Member">The member of the secret's JSON object that is meant; null for all of it.</param>
public sealed partial record SecretReference(string Id, string? Member)
{
    /// <summary>What a reference looks like, for the policy's schema.</summary>
    public const string JsonSchemaPattern =
        @"^(/[A-Za-z0-9_./-]+|arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]+"
        + @"|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+)(#[A-Za-z0-9_.-]+)?$";

    private const int Longest = 2048;

    /// <summary>Whether it is an SSM parameter; else it is a secret of Secrets Manager.</summary>
    public bool IsParameter => !Id.Contains(":secretsmanager:", StringComparison.Ordinal);

    /// <summary>Null for what is no reference, such as a secret itself.</summary>
    public static SecretReference? Parse(string text)
    {
        if (text.Length > Longest || text.EndsWith('\n') || !Form().IsMatch(text))
        {
            return null;
        }
        var parts = text.Split('#');
        return new(parts[0], parts.Length > 1 ? parts[1] : null);
    }

    public override string ToString() => Member is null ? Id : $"{Id}#{Member}";

    [GeneratedRegex(JsonSchemaPattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
