using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Policies;

namespace Remediation.Lambda;

/// <summary>A policy that a request names instead of the one in force.</summary>
public static class RequestedPolicy
{
    /// <summary>A starter policy by its name, or a document: JSON is YAML too.</summary>
    /// <param name="nameOrDocument">What the request says.</param>
    /// <param name="heartbeatGroup">The heartbeat's group, which no policy tells of for being unused; empty where there is none.</param>
    public static ParseResult<Policy> Load(string nameOrDocument, string heartbeatGroup)
    {
        var isDocument = nameOrDocument.Contains('\n') || nameOrDocument.StartsWith('{');
        if (!StarterPolicies.TryGet(nameOrDocument, out var text))
        {
            text = nameOrDocument;
            if (!isDocument)
            {
                return ParseResult<Policy>.Failure(
                    $"'{nameOrDocument}' is neither a starter policy ({string.Join(", ", StarterPolicies.Names)}) nor a document"
                );
            }
        }
        var name = isDocument ? "request" : nameOrDocument;
        var loaded = PolicyLoader.Load(text, name, name, [.. CheckCatalog.All.Select(check => check.Metadata)]);
        return loaded.Policy is { } policy
            ? ParseResult<Policy>.Success(HeartbeatGroup.Spare(policy, heartbeatGroup))
            : ParseResult<Policy>.Failure(string.Join('\n', loaded.Diagnostics));
    }
}
