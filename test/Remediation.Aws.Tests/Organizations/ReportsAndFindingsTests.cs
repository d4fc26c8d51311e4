using System.Text;
using Amazon.S3.Model;
using Remediation.Aws.Documents;
using Remediation.Aws.Reports;
using Remediation.Aws.Tests.Contract;
using Remediation.Checks.SecurityGroups;
using Remediation.Core.Checks;
using Remediation.Core.Policies;
using Remediation.Core.Reports;
using Remediation.Core.Resources;
using Remediation.Engine;
using Remediation.Engine.Audits;
using Remediation.Testing.Emulator;

namespace Remediation.Aws.Tests.Organizations;

/// <summary>Where audits keep and send what they find.</summary>
[Collection(EmulatorGroup.Name)]
public sealed class ReportsAndFindingsTests(EmulatorFixture fixture)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Reports_WhatIsWritten_IsReadAgainWithItsType()
    {
        using var open = await OpenSsh.CreateAsync(await fixture.EmptyAsync());
        using var s3 = open.Clients.CreateS3();
        await s3.PutBucketAsync(new PutBucketRequest { BucketName = "state" });
        var reports = new S3Reports(s3, "state", open.Clients.Budget);
        var page = Encoding.UTF8.GetBytes("<p>ä</p>");

        var error = await reports.WriteAsync("audits/a.html", page, "text/html; charset=utf-8", CancellationToken.None);

        Assert.Null(error);
        Assert.Equal(page, (await reports.ReadAsync("audits/a.html", CancellationToken.None)).Value);
        var stored = await s3.GetObjectMetadataAsync("state", "audits/a.html");
        Assert.Equal("text/html; charset=utf-8", stored.Headers.ContentType);
        Assert.Equal("NoSuchKey", (await reports.ReadAsync("audits/b.html", CancellationToken.None)).Error?.Code);
    }

    [Fact]
    public async Task SecurityHub_FindingsThatAreGone_AreArchivedAndNoOthers()
    {
        using var open = await OpenSsh.CreateAsync(await fixture.EmptyAsync());
        var source = new AwsDocumentSource(open.Clients);
        var hub = new SecurityHub(source);
        Finding[] findings = [Of("sg-00000000000000001"), Of("sg-00000000000000002")];
        var imported = await hub.ImportAsync(findings, Now, CancellationToken.None);
        var kept = AsffReport.IdOf(findings[0]);

        var archived = await hub.ArchiveAsync(
            AwsEmulator.Account,
            AwsEmulator.Region,
            (id, type) => id != kept && type == ResourceTypes.SecurityGroup,
            Now.AddHours(1),
            CancellationToken.None
        );

        Assert.Equal(new Publication(2, 0, null), imported);
        Assert.Equal(new Publication(0, 1, null), archived);
        var all = await source.AllAsync("securityhub", "GetFindings", "{}", "Findings", CancellationToken.None);
        Assert.Equal(
            [(kept, "ACTIVE"), (AsffReport.IdOf(findings[1]), "ARCHIVED")],
            all.Document!.Root.EnumerateArray()
                .Select(item => (item.GetProperty("Id").GetString()!, item.GetProperty("RecordState").GetString()!))
                .OrderBy(item => item.Item2, StringComparer.Ordinal)
        );
    }

    private static Finding Of(string group) =>
        new()
        {
            Check = new SgOpenAdminPort().Metadata,
            Resource = new(ResourceTypes.SecurityGroup, group, AwsEmulator.Account, AwsEmulator.Region),
            Status = FindingStatus.Fail,
            Severity = Severity.Critical,
            Response = Response.Revert,
            Evidence = [new("all traffic", "tcp/22 from 0.0.0.0/0") { Severity = Severity.Critical }],
        };
}
