using Remediation.Checks.Waf;
using Remediation.Core.Checks;
using Remediation.Core.Resources.Waf;
using Remediation.Testing;

namespace Remediation.Checks.Tests.Waf;

/// <summary>The three checks on logging, which have to agree: what one puts, the others must not object to.</summary>
public sealed class WafLoggingTests
{
    private static readonly WafLoggingDisabled Disabled = new();
    private static readonly WafLoggingUnredacted Unredacted = new();
    private static readonly WafLogDestinationInvalid Invalid = new();
    private static readonly Check[] All = [Disabled, Unredacted, Invalid];

    private static WebAcl Acl => AclText.Acl(AclText.Common());

    private static WebAcl Silent => Acl.Logging(null);

    private static WebAcl Good => Acl.Logging(AclText.LogsTo(AclText.Destination, "authorization", "cookie"));

    [Fact]
    public void Evaluate_GoodConfiguration_PassesAllThree() =>
        Assert.All(All, check => Assert.True(Of(check, Good).IsPass));

    [Fact]
    public void Evaluate_LoggingNotRead_IsUnknownToAllThree() =>
        Assert.All(All, check => Assert.True(Of(check, Acl).IsUnknown));

    [Fact]
    public void Evaluate_NoLogging_FailsTheFirstAndConcernsNoOther()
    {
        Assert.True(Of(Disabled, Silent).IsFail);
        Assert.NotNull(Of(Unredacted, Silent).NotApplicableReason);
        Assert.NotNull(Of(Invalid, Silent).NotApplicableReason);
    }

    [Fact]
    public void Disabled_Baseline_PutsItsConfigurationBack()
    {
        var planned = Planned.For(Silent, Sample.Policy(), AclText.Around(Good), All);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal("wafv2:PutLoggingConfiguration", Assert.Single(planned.Result.Plan!.Calls).IamAction);
        Assert.Equal(Good.Fingerprint, planned.After().Fingerprint);
    }

    [Fact]
    public void Disabled_NoBaselineButDestinationInPolicy_LogsThereRedacted()
    {
        var policy = AclText.Policy(
            "waf-logging-disabled",
            "destination",
            ParameterValue.Of("arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-eu", AclText.Destination)
        );

        var planned = Planned.For(Silent, policy, AclText.Around(null), All);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(Good.Fingerprint, planned.After().Fingerprint);
    }

    [Fact]
    public void Disabled_DestinationOfPolicyInvalid_IsNotPut()
    {
        var policy = AclText.Policy(
            "waf-logging-disabled",
            "destination",
            ParameterValue.Of(texts: ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/wafv2/logs"])
        );

        var planned = Planned.For(Silent, policy, AclText.Around(null), All);

        Assert.Contains(
            planned.Validate().Objections,
            objection => objection.Contains("waf-log-destination-invalid", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Disabled_NeitherBaselineNorDestination_SaysWhatIsMissing()
    {
        var reason = WhyNot(Planned.For(Silent, Sample.Policy(), AclText.Around(null), Disabled));

        Assert.Contains("where it logged to: missing", reason, StringComparison.Ordinal);
        Assert.Contains("checks.waf-logging-disabled.destination", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Disabled_BaselineWasFirewallManagers_IsLeftToIt()
    {
        var theirs = Acl.Logging(AclText.LogsTo(AclText.Destination).Insert(1, "\"ManagedByFirewallManager\":true,"));

        Assert.Contains(
            "Firewall Manager",
            WhyNot(Planned.For(Silent, Sample.Policy(), AclText.Around(theirs), Disabled)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Unredacted_OneHeaderMissing_FailsForItAloneAndAddsItAlone()
    {
        var state = Acl.Logging(AclText.LogsTo(AclText.Destination, "x-token", "Cookie"));

        var planned = Planned.For(state, Sample.Policy(), AclText.Around(null), All);

        Assert.Contains(
            "authorization",
            Assert.Single(Of(Unredacted, state).Evidence).Offending,
            StringComparison.Ordinal
        );
        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(
            ["header x-token", "header cookie", "header authorization"],
            ((WebAcl)planned.After()).Logging.Value!.RedactedFields
        );
    }

    [Fact]
    public void Unredacted_NothingRedacted_AddsAll()
    {
        var state = Acl.Logging(AclText.LogsTo(AclText.Destination));

        var planned = Planned.For(state, Sample.Policy(), AclText.Around(null), All);

        Assert.Empty(planned.Validate().Objections);
        Assert.Equal(Good.Fingerprint, planned.After().Fingerprint);
    }

    [Theory]
    [InlineData("\"FieldKeys\":[\"Authorization\",\"cookie\"],", true)]
    [InlineData("", true)]
    [InlineData("\"FieldKeys\":[\"x-other\"],", false)]
    public void Unredacted_HiddenByDataProtection_CountsAsRedacted(string keys, bool isHidden)
    {
        var more =
            ",\"DataProtectionConfig\":{\"DataProtections\":[{\"Field\":{"
            + keys
            + "\"FieldType\":\"SINGLE_HEADER\"},\"Action\":\"HASH\"}]}";
        var state = AclText.AclOf("Allow", more, AclText.Common()).Logging(AclText.LogsTo(AclText.Destination));

        Assert.Equal(isHidden, Of(Unredacted, state).IsPass);
    }

    [Fact]
    public void Unredacted_LoggingOfFirewallManager_IsLeftToIt()
    {
        var state = Acl.Logging(AclText.LogsTo(AclText.Destination).Insert(1, "\"ManagedByFirewallManager\":true,"));

        Assert.Contains(
            "Firewall Manager",
            WhyNot(Planned.For(state, Sample.Policy(), AclText.Around(null), Unredacted)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop", true)]
    [InlineData("arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-shop:*", true)]
    [InlineData("arn:aws:s3:::aws-waf-logs-shop", true)]
    [InlineData("arn:aws:s3:::aws-waf-logs-shop/a/prefix", true)]
    [InlineData("arn:aws-cn:firehose:cn-north-1:123456789012:deliverystream/aws-waf-logs-shop", true)]
    [InlineData("arn:aws:logs:us-west-2:123456789012:log-group:/aws/wafv2/logs", false)]
    [InlineData("arn:aws:logs:us-west-2:123456789012:log-group:/aws/wafv2/logs:*", false)]
    [InlineData("arn:aws:s3:::logs/aws-waf-logs-shop", false)]
    [InlineData("arn:aws:firehose:us-east-1:123456789012:deliverystream/waf", false)]
    [InlineData("arn:aws:sns:us-east-1:123456789012:aws-waf-logs-shop", false)]
    [InlineData("aws-waf-logs-shop", false)]
    public void Invalid_Destination_HasToBeginWithThePrefix(string arn, bool isValid) =>
        Assert.Equal(isValid, Of(Invalid, Acl.Logging(AclText.LogsTo(arn))).IsPass);

    [Fact]
    public void Invalid_NoDestination_Fails() =>
        Assert.True(Of(Invalid, Acl.Logging($$"""{"ResourceArn":"{{AclText.AclArn}}"}""")).IsFail);

    private static CheckResult Of(Check check, WebAcl acl) =>
        Sample.Evaluate(check, acl, Sample.Policy(), AclText.Around(null)).Result;

    private static string WhyNot(Planned planned) => Assert.Single(planned.Result.Unplanned).Reason;

    [Theory]
    [InlineData("KEEP", "DROP", "MEETS_ANY", "BLOCK", true)]
    [InlineData("KEEP", "DROP", "MEETS_ALL", "BLOCK", true)]
    [InlineData("DROP", "KEEP", "MEETS_ANY", "ALLOW", true)]
    [InlineData("DROP", "KEEP", "MEETS_ANY", "BLOCK", false)]
    [InlineData("KEEP", "DROP", "MEETS_ANY", "ALLOW", false)]
    public void Disabled_FilterThatDropsWhatIsBlocked_Fails(
        string standard,
        string behaviour,
        string requirement,
        string action,
        bool isFail
    )
    {
        var filter =
            $$$""","LoggingFilter":{"DefaultBehavior":"{{{standard}}}","Filters":[{"Behavior":"{{{behaviour}}}","Requirement":"{{{requirement}}}","Conditions":[{"ActionCondition":{"Action":"{{{action}}}"}}]}]}}""";
        var state = Acl.Logging(
            AclText.LogsTo(AclText.Destination, "authorization", "cookie").TrimEnd().TrimEnd('}') + filter
        );

        Assert.Equal(isFail, Of(Disabled, state).IsFail);
        if (isFail)
        {
            var planned = Planned.For(state, Sample.Policy(), AclText.Around(Good), Disabled);
            Assert.Empty(planned.Validate().Objections);
            Assert.Equal(Good.Fingerprint, planned.After().Fingerprint);
        }
    }

    [Fact]
    public void Disabled_FilterThatKeepsNothing_FailsAndNeedsABaseline()
    {
        var state = Acl.Logging(
            AclText.LogsTo(AclText.Destination).TrimEnd().TrimEnd('}')
                + ",\"LoggingFilter\":{\"DefaultBehavior\":\"DROP\",\"Filters\":[]}}"
        );

        Assert.True(Of(Disabled, state).IsFail);
        Assert.Contains(
            "the log filter that it had",
            Assert.Single(Planned.For(state, Sample.Policy(), AclText.Around(null), Disabled).Result.Unplanned).Reason,
            StringComparison.Ordinal
        );
    }
}
