using Remediation.Checks.NetworkFirewall;
using Remediation.Core.Checks;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Checks.Tests.NetworkFirewall;

public sealed class NfwLoggingDisabledTests
{
    private const string Tls =
        """{ "LogType": "TLS", "LogDestinationType": "S3", "LogDestination": { "bucketName": "b" } }""";

    private static readonly NfwLoggingDisabled Check = new();

    [Theory]
    [InlineData(FirewallSample.Alert)]
    [InlineData(FirewallSample.Flow)]
    public void Evaluate_EitherLog_Passes(string logging) =>
        Assert.True(Check.On(FirewallSample.Firewall(logging: logging)).IsPass);

    [Theory]
    [InlineData("")]
    [InlineData(Tls)]
    public void Evaluate_NeitherLog_Fails(string logging) =>
        Assert.Equal(
            "neither ALERT nor FLOW is logged",
            Assert.Single(Check.On(FirewallSample.Firewall(logging: logging)).Evidence).Offending
        );

    [Fact]
    public void Evaluate_RequiredTypeMissing_Fails() =>
        Assert.Equal(
            "FLOW not logged",
            Assert
                .Single(
                    Check
                        .On(
                            FirewallSample.Firewall(logging: FirewallSample.Alert),
                            Surroundings.Unknown,
                            ("logTypes", ParameterValue.Of("ALERT", "FLOW"))
                        )
                        .Evidence
                )
                .Offending
        );

    [Fact]
    public void Evaluate_LoggingUnread_IsUnknown()
    {
        var blind = Firewall.Of(
            FirewallSample.Firewall().Parts[FirewallParts.Firewall],
            Fact<AwsDocument>.Unknown("access was denied")
        );

        Assert.Contains("access was denied", Assert.Single(Check.On(blind.Value).Unknowns), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Tls)]
    public void Desired_Baseline_IsPutBack(string logging)
    {
        var after = (Firewall)
            Check.Fixed(FirewallSample.Firewall(logging: logging), FirewallSample.Since(FirewallSample.Firewall()));

        Assert.Superset(
            new HashSet<string> { "ALERT", "FLOW" },
            after.LogDestinations.Select(one => one.LogType).ToHashSet()
        );
    }

    [Fact]
    public void Desired_NoLoggingConfigurationAtAll_IsPutBack()
    {
        var bare = FirewallSample
            .Firewall()
            .WithPart(
                FirewallParts.Logging,
                AwsDocument.Parse($$"""{ "FirewallArn": "{{FirewallSample.FirewallArn}}" }""")
            );

        var after = (Firewall)Check.Fixed(bare, FirewallSample.Since(FirewallSample.Firewall()));

        Assert.Equal(2, after.LogDestinations.Length);
    }

    [Fact]
    public void Desired_ParameterDestinations_AreUsedWhereNoBaselineTells()
    {
        var after = (Firewall)
            Check.Fixed(
                FirewallSample.Firewall(logging: ""),
                Surroundings.Unknown,
                (
                    "destinations",
                    ParameterValue.Of(
                        "ALERT=CloudWatchLogs:/edge/a",
                        "FLOW=S3:bucket/pre/fix",
                        "TLS=KinesisDataFirehose:s"
                    )
                )
            );

        Assert.Equal(
            [
                """ALERT to CloudWatchLogs {"logGroup":"/edge/a"}""",
                """FLOW to S3 {"bucketName":"bucket","prefix":"pre/fix"}""",
                """TLS to KinesisDataFirehose {"deliveryStream":"s"}""",
            ],
            after.LogDestinations.Select(one => one.ToString())
        );
    }

    [Theory]
    [InlineData(null, "neither by a baseline nor by the parameter")]
    [InlineData("ALERT=Paper:x", "which is not of the form")]
    [InlineData("ALERT", "which is not of the form")]
    public void Desired_NothingTells_IsATicketThatSaysWhatIsMissing(string? destination, string reason)
    {
        var policy = FirewallChecks.With(
            Check,
            ("destinations", ParameterValue.Of(destination is null ? [] : [destination]))
        );

        var planned = Planned.For(FirewallSample.Firewall(logging: ""), policy, Surroundings.Unknown, Check);

        Assert.Null(planned.Result.Plan);
        Assert.Contains(reason, Assert.Single(planned.Result.Unplanned).Reason, StringComparison.Ordinal);
    }
}
