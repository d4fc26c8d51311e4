namespace Remediation.Core.Tests.Policies;

/// <summary>An exemption is exact, owned and has an end, or it does not load.</summary>
public sealed class ExemptionDiagnosticsTests
{
    [Theory]
    [InlineData("id", "'id' is missing. How the team refers to it, such as EX-42")]
    [InlineData("check", "'check' is missing. The id of the check")]
    [InlineData("resource", "'resource' is missing. The resource's id or ARN; no pattern")]
    [InlineData("until", "'until' is missing. The last day (UTC) on which it holds, such as 2027-03-31")]
    [InlineData("owner", "'owner' is missing. Who answers for it")]
    [InlineData("reason", "'reason' is missing. Why it is needed")]
    public void Load_PartMissing_IsAnError(string part, string expected) =>
        Assert.Equal([$"policy.yaml(3,5): error: exemptions[0]: {expected}"], Said(Exemption(without: part)));

    [Theory]
    [InlineData(
        "check: sg-open-admin-prot",
        "(4,12): error: exemptions[0].check: no such check as 'sg-open-admin-prot'. Did you mean sg-open-admin-port?"
    )]
    [InlineData(
        "check: \"*\"",
        "(4,12): error: exemptions[0].check: an exemption is from one check. Name the check; write one exemption for each"
    )]
    [InlineData(
        "resource: \"sg-*\"",
        "(5,15): error: exemptions[0].resource: an exemption is for one resource, not for a pattern. Name its id or ARN"
    )]
    [InlineData(
        "resource: web-servers",
        "(5,15): warning: exemptions[0].resource: 'web-servers' looks like neither an id nor an ARN; by its name no resource is exempted. Write the id, such as sg-0a1b2c3d"
    )]
    [InlineData(
        "until: never",
        "(6,12): error: exemptions[0].until: 'never' is not a date. Write a day of the calendar as 2027-03-31"
    )]
    [InlineData(
        "until: 2027-02-30",
        "(6,12): error: exemptions[0].until: '2027-02-30' is not a date. Write a day of the calendar as 2027-03-31"
    )]
    [InlineData(
        "until: 2027-03-31T00:00:00Z",
        "(6,12): error: exemptions[0].until: '2027-03-31T00:00:00Z' is not a date. Write a day of the calendar as 2027-03-31"
    )]
    [InlineData("owner: \" \"", "(7,12): error: exemptions[0].owner: expected text, found nothing")]
    [InlineData(
        "reason: 1234",
        "(8,13): error: exemptions[0].reason: expected text, found a number. Put it in quotes: \"1234\""
    )]
    [InlineData(
        "traffic: { source: 198.51.100.7 }",
        "(9,14): error: exemptions[0].traffic: 'allow' is missing. The services, such as tcp/22"
    )]
    [InlineData(
        "traffic: { source: 198.51.100.7, allow: [] }",
        "(9,45): error: exemptions[0].traffic.allow: the list is empty. Name at least one service, such as tcp/443"
    )]
    [InlineData(
        "traffic: { source: [], allow: [tcp/22] }",
        "(9,24): error: exemptions[0].traffic.source: the list is empty"
    )]
    public void Load_PartWrong_SaysWhatAndWhere(string part, string expected) =>
        Assert.Equal(["policy.yaml" + expected], Said(Exemption(instead: part)));

    [Fact]
    public void Load_SameIdTwice_IsAnError()
    {
        var one = Exemption();
        var said = Said(one + one[one.IndexOf("- id", StringComparison.Ordinal)..].Insert(0, "  "));
        Assert.Equal(
            ["policy.yaml(9,9): error: exemptions[1].id: the id 'EX-1' is taken. The exemption on line 3 has it"],
            said
        );
    }

    private static string Exemption(string? without = null, string? instead = null)
    {
        string[] parts =
        [
            "id: EX-1",
            "check: sg-open-admin-port",
            "resource: sg-0abc1234",
            "until: 2027-03-31",
            "owner: netsec@example.com",
            "reason: vendor",
        ];
        var key = instead?.Split(':')[0];
        List<string> kept =
        [
            .. parts
                .Where(part => part.Split(':')[0] != without)
                .Select(part => part.Split(':')[0] == key ? instead! : part),
        ];
        if (key == "traffic")
        {
            kept.Add(instead!);
        }
        return "version: 1\nexemptions:\n  - " + string.Join("\n    ", kept) + "\n";
    }

    private static IReadOnlyList<string> Said(string text) =>
        [.. SampleChecks.Load(text).Diagnostics.Select(diagnostic => diagnostic.ToString())];
}
