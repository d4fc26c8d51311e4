using System.Collections.Immutable;
using Remediation.Core.Planning;

namespace Remediation.Engine.Offline.Export;

/// <summary>What could not be exported: whoever reads the snapshot does not know it, and never takes it for absent.</summary>
/// <param name="What">The resource type, or the AWS CLI output.</param>
/// <param name="Reason">What AWS answered.</param>
/// <param name="Actions">The IAM actions that reading it needs.</param>
public sealed record SnapshotGap(string What, string Reason, ImmutableArray<string> Actions)
{
    internal static SnapshotGap Of(string what, CallError error, params ImmutableArray<string> actions) =>
        new(what, error.ToString(), actions);
}
