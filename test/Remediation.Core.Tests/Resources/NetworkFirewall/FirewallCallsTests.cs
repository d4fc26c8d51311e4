using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Remediation.Core.Planning;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Testing;

namespace Remediation.Core.Tests.Resources.NetworkFirewall;

public sealed class FirewallCallsTests
{
    private static readonly Gen<Firewall> Firewalls = Gen.Select(
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Int[0, 2],
        Gen.Int[1, 7],
        Gen.Int[0, 26],
        (delete, subnet, policy, otherPolicy, description, subnets, logs) =>
            FirewallSample.Firewall(
                settings =>
                {
                    settings["DeleteProtection"] = delete;
                    settings["SubnetChangeProtection"] = subnet;
                    settings["FirewallPolicyChangeProtection"] = policy;
                    settings["FirewallPolicyArn"] = otherPolicy
                        ? FirewallSample.Prefix + "firewall-policy/x"
                        : FirewallSample.PolicyArn;
                    settings["Description"] = description == 0 ? null : $"number {description}";
                    if (description == 0)
                    {
                        settings.AsObject().Remove("Description");
                    }
                    settings["SubnetMappings"] = new JsonArray([
                        .. Enumerable
                            .Range(0, 3)
                            .Where(bit => (subnets & (1 << bit)) != 0)
                            .Select(bit => new JsonObject { ["SubnetId"] = $"subnet-{bit}", ["Invented"] = bit }),
                    ]);
                },
                Logs(logs)
            )
    );

    [Fact]
    public void CallsTo_Itself_AreNone() =>
        Firewalls.Sample(firewall => Assert.Empty(firewall.CallsTo(Renewed(firewall)).Calls));

    [Fact]
    public void CallsTo_Applied_GiveTheDesiredState() =>
        Gen.Select(Firewalls, Firewalls)
            .Sample(
                (from, to) =>
                {
                    var calls = from.CallsTo(to);

                    Assert.True(calls.IsPossible, calls.Impossible);
                    var after = Play(from, calls.Calls);
                    Assert.Empty(after.DifferencesTo(to));
                    Assert.Empty(Play(after, after.CallsTo(from).Calls).DifferencesTo(from));
                }
            );

    [Fact]
    public void CallsTo_OnTheWay_LogNoLessThanIsLoggedBeforeAndAfter() =>
        Gen.Select(Firewalls, Firewalls)
            .Sample(
                (from, to) =>
                {
                    var kept = from
                        .LogDestinations.Where(one => to.LogDestinations.Any(other => Kind(one) == Kind(other)))
                        .Select(one => one.LogType)
                        .ToList();
                    var state = from;
                    foreach (var call in from.CallsTo(to).Calls)
                    {
                        state = Play(state, [call]);
                        Assert.Subset(state.LogDestinations.Select(one => one.LogType).ToHashSet(), kept.ToHashSet());
                    }
                }
            );

    [Fact]
    public void CallsTo_SeveralLogChanges_AreOneACall()
    {
        var from = FirewallSample.Firewall(logging: FirewallSample.Flow);
        var to = FirewallSample.Firewall(logging: FirewallSample.Alert);

        var calls = from.CallsTo(to).Calls;

        Assert.Equal([ApiCallEffect.Adds, ApiCallEffect.Removes], calls.Select(call => call.Effect));
        Assert.All(calls, call => Assert.Equal("network-firewall:UpdateLoggingConfiguration", call.IamAction));
        Assert.Equal(
            2,
            calls[0]
                .Parameters.GetProperty("LoggingConfiguration")
                .GetProperty("LogDestinationConfigs")
                .GetArrayLength()
        );
    }

    [Fact]
    public void CallsTo_Protections_SendTheTokenOnce()
    {
        var from = FirewallSample.Firewall(settings =>
        {
            settings["DeleteProtection"] = false;
            settings["SubnetChangeProtection"] = false;
        });

        var calls = from.CallsTo(FirewallSample.Firewall()).Calls;

        Assert.Equal(
            [
                $$"""{"UpdateToken":"token-1","FirewallArn":"{{FirewallSample.FirewallArn}}","DeleteProtection":true}""",
                $$"""{"FirewallArn":"{{FirewallSample.FirewallArn}}","SubnetChangeProtection":true}""",
            ],
            calls.Select(call => call.ParametersJson)
        );
    }

    [Fact]
    public void CallsTo_ProtectedSubnets_AreUnlockedAndLockedAgain()
    {
        var from = FirewallSample.Firewall(settings => settings["SubnetMappings"]!.AsArray().RemoveAt(1));

        var calls = from.CallsTo(FirewallSample.Firewall()).Calls;

        Assert.Equal(
            ["UpdateSubnetChangeProtection", "AssociateSubnets", "UpdateSubnetChangeProtection"],
            calls.Select(call => call.Operation)
        );
    }

    [Fact]
    public void CallsTo_WhatNoCallChanges_SaysSo() =>
        Assert.Contains(
            "Invented",
            FirewallSample.Firewall(settings => settings["Invented"] = 1).CallsTo(FirewallSample.Firewall()).Impossible,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "UpdateFirewallDeleteProtection",
        """{ "UpdateToken": "old", "DeleteProtection": true }""",
        "InvalidTokenException"
    )]
    [InlineData("UpdateFirewallDeleteProtection", """{ "FirewallArn": "arn:other" }""", "ResourceNotFoundException")]
    [InlineData("AssociateFirewallPolicy", """{ "FirewallPolicyArn": "arn:x" }""", "InvalidOperationException")]
    [InlineData("AssociateSubnets", """{ "SubnetMappings": [] }""", "InvalidOperationException")]
    [InlineData(
        "UpdateLoggingConfiguration",
        """{ "LoggingConfiguration": { "LogDestinationConfigs": [] } }""",
        "InvalidRequestException"
    )]
    [InlineData("RebootFirewall", "{}", "InvalidAction")]
    public void Apply_WhatAwsWouldRefuse_IsRefused(string operation, string parameters, string code) =>
        Assert.Equal(code, FirewallSample.Firewall().Apply(Call(operation, parameters)).Error?.Code);

    [Fact]
    public void Apply_Call_ChangesTheTokenAndKeepsWhatIsNotKnown()
    {
        var after = (Firewall)
            FirewallSample
                .Firewall()
                .Apply(
                    Call(
                        "UpdateFirewallDeleteProtection",
                        """{ "UpdateToken": "token-1", "DeleteProtection": false }"""
                    )
                )
                .State!;

        var part = after.Parts[FirewallParts.Firewall];
        Assert.False(after.DeleteProtection);
        Assert.NotEqual("token-1", part.At(DocumentPath.Of("UpdateToken"))!.Root.GetString());
        Assert.Equal("""{"Kept":[1,2]}""", part.At(DocumentPath.Of("Firewall", "Invented"))!.Text);
    }

    [Fact]
    public void Fingerprint_StatusChanged_IsTheSame()
    {
        var firewall = FirewallSample.Firewall();

        Assert.Equal(firewall.Fingerprint, Renewed(firewall).Fingerprint);
        Assert.NotEqual(
            firewall.Fingerprint,
            FirewallSample.Firewall(settings => settings["Invented"] = 1).Fingerprint
        );
    }

    private static string Kind(LogDestination destination) => destination.LogType + destination.DestinationType;

    private static Firewall Renewed(Firewall firewall) =>
        (Firewall)
            firewall.WithPart(
                FirewallParts.Firewall,
                firewall
                    .Parts[FirewallParts.Firewall]
                    .With(DocumentPath.Of("UpdateToken"), AwsDocument.Parse("\"token-2\""))
                    .With(DocumentPath.Of("FirewallStatus", "Status"), AwsDocument.Parse("\"PROVISIONING\""))
            );

    // Each type of log is off, or at one place, or at another of another kind.
    private static string Logs(int number)
    {
        string[] types = ["ALERT", "FLOW", "TLS"];
        var configs = new List<string>();
        foreach (var type in types)
        {
            configs.Add(
                (number % 3) switch
                {
                    0 => "",
                    1 =>
                        $$"""{ "LogType": "{{type}}", "LogDestinationType": "S3", "LogDestination": { "bucketName": "b{{number}}" } }""",
                    _ =>
                        $$"""{ "LogType": "{{type}}", "LogDestinationType": "CloudWatchLogs", "LogDestination": { "logGroup": "g" } }""",
                }
            );
            number /= 3;
        }
        return string.Join(',', configs.Where(config => config.Length > 0));
    }

    private static Firewall Play(Firewall state, IEnumerable<ApiCall> calls) =>
        calls.Aggregate(
            state,
            (current, call) =>
            {
                var applied = current.Apply(call);
                Assert.True(applied.IsSuccess, applied.Error?.ToString());
                return (Firewall)applied.State;
            }
        );

    internal static ApiCall Call(string operation, string parameters) =>
        ApiCall.Create(
            "network-firewall",
            operation,
            ApiCallEffect.Changes,
            "",
            writer =>
            {
                using var document = JsonDocument.Parse(parameters);
                foreach (var member in document.RootElement.EnumerateObject())
                {
                    member.WriteTo(writer);
                }
            }
        );
}
