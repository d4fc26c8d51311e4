using System.Collections.Immutable;
using System.Text.Json;
using Remediation.Core.Json;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.Waf.Comparison;

namespace Remediation.Core.Resources.Waf;

/// <summary>
/// A web ACL with its logging configuration. Which resources it protects is not a part of it.
/// https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html.
/// </summary>
public sealed class WebAcl : WafResource
{
    /// <summary>The part that holds the web ACL.</summary>
    public const string DocumentPart = "wafv2.get-web-acl";

    /// <summary>The part that holds the logging configuration; without it the web ACL logs nothing.</summary>
    public const string LoggingPart = "wafv2.get-logging-configuration";

    private WebAcl() { }

    /// <summary>Where the logging configuration is, led by the part.</summary>
    public static DocumentPath LoggingPath { get; } = DocumentPath.Of(LoggingPart, "LoggingConfiguration");

    /// <summary>The rules in the order in which they are evaluated, those that Shield Advanced put here among them.</summary>
    public ImmutableArray<WafRule> Rules { get; private init; } = [];

    /// <summary>
    /// Whether every rule is there, understood or not. In a template that leaves open what stands in the list, what is not in it
    /// cannot be called missing.
    /// </summary>
    public bool AreRulesTold =>
        !AwsJson.IsNoArray(Document, "Rules"u8) && Rules.All(rule => rule.Json.ValueKind == JsonValueKind.Object);

    /// <summary>What is done with a request that no rule ends.</summary>
    public WafActionKind DefaultAction =>
        AwsJson.TryMember(Document, "DefaultAction"u8, out var action)
            ? WafRule.ActionOf(action) ?? WafActionKind.Unknown
            : WafActionKind.Unknown;

    /// <summary>The logging configuration, that there is none, or why it is not known.</summary>
    public Fact<WafLogging> Logging
    {
        get
        {
            var part = Part(LoggingPart);
            return part.UnknownReason is { } reason ? Fact<WafLogging>.Unknown(reason)
                : part.Value?.At(DocumentPath.Of("LoggingConfiguration")) is { } logging
                    ? Fact<WafLogging>.Known(new(logging.Root))
                : Fact<WafLogging>.Absent;
        }
    }

    /// <summary>Whether requests are sampled that no rule ends.</summary>
    public bool IsSampled => AwsJson.Boolean(Visibility, "SampledRequestsEnabled"u8) == true;

    /// <summary>Whether requests count into a metric that no rule ends.</summary>
    public bool HasMetrics => AwsJson.Boolean(Visibility, "CloudWatchMetricsEnabled"u8) == true;

    /// <summary>
    /// Firewall Manager, where the whole web ACL is its own. One of a team's own that Firewall Manager only put its rule groups
    /// around (retrofitted) stays the team's; those groups are never sent in an update. The name does not count: anybody can give a new
    /// web ACL a name that begins as Firewall Manager's do.
    /// </summary>
    public override string? ManagedBy =>
        AwsJson.Boolean(Document, "ManagedByFirewallManager"u8) == true
        || (HasFirewallManagerGroups && AwsJson.Boolean(Document, "RetrofittedByFirewallManager"u8) != true)
            ? "AWS Firewall Manager"
            : null;

    /// <summary>The sets and rule groups that its rules refer to, of its own account.</summary>
    // https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html.
    private protected override ImmutableArray<(DocumentPath Path, AwsDocument Value)> Defaults => LoggingDefaults;

    private static ImmutableArray<(DocumentPath, AwsDocument)> LoggingDefaults { get; } =
    [
        (LoggingPath.Then("ManagedByFirewallManager"), AwsDocument.Parse("false")),
        (LoggingPath.Then("LogType"), AwsDocument.Parse("\"WAF_LOGS\"")),
        (LoggingPath.Then("LogScope"), AwsDocument.Parse("\"CUSTOMER\"")),
    ];

    public override IEnumerable<ResourceReference> Neighbours => WafRules.References(Rules, Id);

    internal override WafDocumentKind Kind => WafDocumentKind.WebAcl;

    /// <summary>The web ACL that the parts tell of.</summary>
    public static WebAcl Of(
        ResourceId id,
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    )
    {
        var kind = WafDocumentKind.WebAcl;
        var document = parts.GetValueOrDefault(DocumentPart)?.At(DocumentPath.Of(kind.Member))?.Root ?? default;
        var rules = WafRules.Of(document, DocumentPath.Of(DocumentPart, kind.Member));
        return new()
        {
            Id = id,
            Name = NameIn(id, kind, parts),
            Tags = TagsIn(parts),
            Parts = parts,
            UnknownParts = unknownParts,
            Rules = rules,
            Unreadable = [.. WafRules.Unreadable(document, rules)],
        };
    }

    public override IReadOnlyList<StateChange>? ChangesSince(ResourceState baseline) =>
        baseline is WebAcl was ? WebAclComparison.Between(was, this) : null;

    internal override DocumentState WithParts(
        ImmutableSortedDictionary<string, AwsDocument> parts,
        ImmutableSortedDictionary<string, string> unknownParts
    ) => Of(Id, parts, unknownParts);

    internal override bool IsChangeable(DocumentPath path) =>
        path.Steps[0].Member == LoggingPart || base.IsChangeable(path);

    internal override ImmutableArray<ApiCall> SideCallsTo(WafResource desired) =>
        WafLoggingCalls.Between(this, (WebAcl)desired);

    internal override Applied<ResourceState> ApplySide(ApiCall call) => WafLoggingCalls.Apply(this, call);

    private bool HasFirewallManagerGroups =>
        HasAny("PreProcessFirewallManagerRuleGroups"u8) || HasAny("PostProcessFirewallManagerRuleGroups"u8);

    private bool HasAny(ReadOnlySpan<byte> list) => AwsJson.Array(Document, list).MoveNext();

    private JsonElement Visibility =>
        AwsJson.TryMember(Document, "VisibilityConfig"u8, out var value) ? value : default;
}
