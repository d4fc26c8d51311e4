using System.Security.Cryptography;
using System.Text;
using Remediation.Core.Checks;
using Remediation.Core.Policies.Loading;
using Remediation.Core.Policies.Yaml;

namespace Remediation.Core.Policies;

/// <summary>
/// Reads a policy document. It never throws on what a person wrote and never guesses: a document with any error gives no
/// policy, and all its errors at once. It does not read files, and it knows no clock, so it does not judge whether an
/// exemption has ended.
/// </summary>
public static class PolicyLoader
{
    /// <param name="text">The document.</param>
    /// <param name="fileName">The file as the person named it; it stands in the diagnostics.</param>
    /// <param name="policyName">The name that reports give the policy.</param>
    /// <param name="checks">The checks that there are; every id and parameter of the document is held against them.</param>
    public static PolicyLoadResult Load(
        string text,
        string fileName,
        string policyName,
        IReadOnlyList<CheckMetadata> checks
    )
    {
        var problems = new Problems(fileName);
        var root = YamlReader.Read(text, problems);
        var policy = root is null ? null : new DocumentReader(problems, checks).Read(root, policyName, Hash(text));
        return new(problems.HasErrors ? null : policy, problems.ToImmutableArray());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
