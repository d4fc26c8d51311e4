using System.Collections.Immutable;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf;

namespace Remediation.Engine.Layers;

/// <summary>One type of AWS WAF's resources: how it is read and listed.</summary>
/// <param name="Type">The CloudFormation type.</param>
/// <param name="Part">The operation that reads it.</param>
/// <param name="Member">The member of that operation's answer that holds it; the operation is Get and this.</param>
/// <param name="List">The member of the listing's answer; the operation is List and this.</param>
internal sealed record WafKind(string Type, string Part, string Member, string List)
{
    /// <summary>Whether it is a set, of which only its uses tell what it is good for.</summary>
    public bool IsSet => Type is ResourceTypes.IpSet or ResourceTypes.RegexPatternSet;

    public WafResource StateOf(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknown,
        WafUsers users
    ) =>
        Type switch
        {
            ResourceTypes.WebAcl => WebAcl.Of(id, parts, unknown),
            ResourceTypes.WafRuleGroup => WafRuleGroup.Of(id, parts, unknown),
            ResourceTypes.IpSet => IpSet.Of(id, parts, unknown, users.Of(id.Id)),
            _ => RegexPatternSet.Of(id, parts, unknown, users.Of(id.Id)),
        };

    /// <summary>The rules in an answer; none where it is no answer of this type.</summary>
    public ImmutableArray<WafRule> RulesIn(AwsDocument answer, string arn)
    {
        var parts = ImmutableSortedDictionary<string, AwsDocument>.Empty.Add(Part, answer);
        var state = StateOf(
            new(Type, arn, "", ""),
            parts,
            ImmutableSortedDictionary<string, string>.Empty,
            WafUsers.None
        );
        return state switch
        {
            WebAcl acl => acl.Rules,
            WafRuleGroup group => group.Rules,
            _ => [],
        };
    }
}
