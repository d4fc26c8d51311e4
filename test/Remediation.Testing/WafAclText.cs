namespace Remediation.Testing;

/// <summary>A web ACL as text, with what a test does not say as it mostly is.</summary>
public sealed record WafAclText
{
    public IReadOnlyList<string> Rules { get; init; } = [];

    public string DefaultAction { get; init; } = """{"Allow":{}}""";

    /// <summary>Further members, led by a comma.</summary>
    public string More { get; init; } = "";

    public string LockToken { get; init; } = "t-1";

    /// <summary>The output of get-logging-configuration, or null where there is none.</summary>
    public string? Logging { get; init; }

    public string Json =>
        $$"""
            {"WebACL":{"Name":"shop","Id":"11111111-2222-4333-8444-555555555555","ARN":"{{WafSample.AclArn}}",
            "DefaultAction":{{DefaultAction}},"Description":"","Rules":[{{string.Join(',', Rules)}}],
            "VisibilityConfig":{"SampledRequestsEnabled":true,"CloudWatchMetricsEnabled":true,"MetricName":"shop"},
            "Capacity":700,"ManagedByFirewallManager":false,"RetrofittedByFirewallManager":false,
            "LabelNamespace":"awswaf:123456789012:webacl:shop:"{{More}}},"LockToken":"{{LockToken}}"}
            """;
}
