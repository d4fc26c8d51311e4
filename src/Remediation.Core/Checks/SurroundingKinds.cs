namespace Remediation.Core.Checks;

/// <summary>Facts about a resource's neighbours that a check can ask for. Only what is asked for is read.</summary>
[Flags]
public enum SurroundingKinds
{
    None = 0,

    /// <summary>The entries of the managed prefix lists that the resource's rules name.</summary>
    PrefixLists = 1,

    /// <summary>Which network interfaces use the security group.</summary>
    Attachments = 2,

    /// <summary>Whether the security groups that the resource's rules name exist, and their peering.</summary>
    ReferencedGroups = 4,

    /// <summary>The last state of the resource that was compliant, or that a person approved.</summary>
    Baseline = 8,

    /// <summary>The states of the resources that this one names (<c>ResourceState.Neighbours</c>).</summary>
    Neighbours = 16,

    /// <summary>Every subnet of the account and region: which tier has which addresses.</summary>
    Subnets = 32,

    /// <summary>Every route table of the account and region: which subnets have none of their own.</summary>
    RouteTables = 64,

    /// <summary>The baselines of the resources that this one, or its own baseline, names.</summary>
    NeighbourBaselines = 128,
}
