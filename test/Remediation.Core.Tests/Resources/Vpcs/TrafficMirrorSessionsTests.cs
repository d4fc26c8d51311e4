using System.Text.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Vpcs;

namespace Remediation.Core.Tests.Resources.Vpcs;

public sealed class TrafficMirrorSessionsTests
{
    [Fact]
    public void Of_Sessions_TellsAll()
    {
        var sessions = Of(Session("tms-1", "eni-1"), Session("tms-2", "eni-2", packetLength: 128));

        Assert.Equal(
            new(ResourceTypes.TrafficMirrorSessions, "mirror-sessions", "111122223333", "eu-central-1"),
            sessions.Id
        );
        Assert.Equal([null, 128], sessions.Sessions.Select(session => session.PacketLength));
        Assert.Empty(sessions.Unreadable);
    }

    [Fact]
    public void Of_PartOfTheListing_IsUnknown() =>
        Assert.Equal(
            "cut off",
            TrafficMirrorSessions
                .Of([], "", "", "cut off")
                .Part(TrafficMirrorSessions.DescribeTrafficMirrorSessions)
                .UnknownReason
        );

    [Fact]
    public void Of_SessionWithoutId_IsUnreadable() =>
        Assert.Single(Of("""{ "NetworkInterfaceId": "eni-1" }""").Unreadable);

    [Fact]
    public void ChangesSince_SessionGone_IsWeaker()
    {
        var change = Assert.Single(Of().ChangesSince(Of(Session("tms-1", "eni-1")))!);

        Assert.Equal((ChangeEffect.Weaker, "tms-1"), (change.Effect, change.Rule));
        Assert.Equal("tms-1 (eni-1 to tmt-1 by tmf-1) is gone", change.Text);
    }

    [Fact]
    public void ChangesSince_SameMirroredByAnother_IsOnlyNew() =>
        Assert.Equal(
            ChangeEffect.Stronger,
            Assert.Single(Of(Session("tms-9", "eni-1")).ChangesSince(Of(Session("tms-1", "eni-1")))!).Effect
        );

    [Fact]
    public void ChangesSince_PacketsCutShort_IsWeaker() =>
        Assert.Equal(
            "tms-1 (eni-1 to tmt-1 by tmf-1) became tms-1 (eni-1 to tmt-1 by tmf-1, 64 bytes of each packet)",
            Assert.Single(Of(Session("tms-1", "eni-1", 64)).ChangesSince(Of(Session("tms-1", "eni-1")))!).Text
        );

    private static TrafficMirrorSessions Of(params string[] sessions) =>
        TrafficMirrorSessions.Of(
            [.. sessions.Select(session => JsonDocument.Parse(session).RootElement)],
            "",
            "eu-central-1",
            null
        );

    private static string Session(string id, string interfaceId, int packetLength = 0) =>
        $$"""
            { "TrafficMirrorSessionId": "{{id}}", "NetworkInterfaceId": "{{interfaceId}}", "OwnerId": "111122223333",
              "TrafficMirrorTargetId": "tmt-1", "TrafficMirrorFilterId": "tmf-1", "SessionNumber": 1,
              "PacketLength": {{packetLength}} }
            """;
}
