using Architecture.Tests.Deployment;
using Remediation.Aws;
using Remediation.Aws.Policies;
using Remediation.Aws.Reports;
using Remediation.Checks;
using Remediation.Core.Quarantines;
using YamlDotNet.RepresentationModel;

namespace Architecture.Tests;

/// <summary>The audit function reads, and writes nothing but its own reports.</summary>
public sealed class AuditTemplateTests
{
    private static readonly string[] Own = ["logs", "xray", "s3", "dynamodb"];

    private static readonly Dictionary<string, YamlNode> Statements = TemplateFile.Hub.Statements("AuditRole");

    [Fact]
    public void AuditRole_ReadsWhatTheEngineReads() =>
        Assert.Equal(
            AwsAccount.ReadActions.Order(StringComparer.Ordinal),
            Statements
                .Values.SelectMany(TemplateFile.Actions)
                .Where(action => !Own.Contains(action.Split(':')[0], StringComparer.Ordinal))
                .Order(StringComparer.Ordinal)
        );

    // No fix's action, in the role itself or in any policy that is attached to it under some condition.
    [Fact]
    public void AuditRole_HasNoActionThatChangesAnything()
    {
        var changing = CheckCatalog
            .All.SelectMany(check => check.Metadata.FixActions)
            .ToHashSet(StringComparer.Ordinal);
        changing.UnionWith(QuarantinePlanner.Actions);
        var attached = TemplateFile
            .Hub.Resources.Children.Where(child =>
                child.Value["Type"].ToString() is "AWS::IAM::Policy" or "AWS::IAM::ManagedPolicy"
            )
            .Where(child =>
                TemplateFile.Texts(TemplateFile.At(child.Value, "Properties", "Roles")).Contains("AuditRole")
            )
            .SelectMany(child => TemplateFile.Hub.Statements(child.Key.ToString()).Values);

        var actions = Statements.Values.Concat(attached).SelectMany(TemplateFile.Actions).ToList();

        Assert.DoesNotContain(actions, changing.Contains);
        Assert.Equal(
            [
                "config:PutEvaluations",
                "kms:Decrypt",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "s3:PutObject",
                "securityhub:BatchImportFindings",
                "sts:AssumeRole",
                "sts:TagSession",
                "xray:PutTelemetryRecords",
                "xray:PutTraceSegments",
            ],
            actions.Where(IsNoReading).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void AuditRole_WritesReportsAlone()
    {
        Assert.Equal(S3Reports.Actions, TemplateFile.Actions(Statements["KeepReports"]));
        Assert.EndsWith("/audits/*", Statements["KeepReports"]["Resource"].ToString(), StringComparison.Ordinal);
        Assert.Equal(["s3:GetObject"], TemplateFile.Actions(Statements["ReadStates"]));
    }

    [Fact]
    public void AuditFunction_NeverEnforces() =>
        Assert.Equal(
            "observe",
            TemplateFile
                .At(
                    TemplateFile.Hub.Resource("AuditFunction"),
                    "Properties",
                    "Environment",
                    "Variables",
                    "REMEDIATION_MODE"
                )
                .ToString()
        );

    // What is enforced and what is audited are judged by the same document; the copy of the last valid one is only read.
    [Fact]
    public void AuditFunction_JudgesByTheSamePolicyAndWritesNoCopyOfIt()
    {
        var variables = TemplateFile.At(
            TemplateFile.Hub.Resource("AuditFunction"),
            "Properties",
            "Environment",
            "Variables"
        );

        Assert.Equal("PolicyUri", variables["REMEDIATION_POLICY_URI"].ToString());
        Assert.Equal("read", variables["REMEDIATION_POLICY_COPY"].ToString());
        Assert.Equal(
            ["${StateBucket.Arn}/baselines/*", $"${{StateBucket.Arn}}/{S3PolicyCopy.Key}"],
            TemplateFile.Texts(Statements["ReadStates"]["Resource"])
        );
        Assert.All(
            (string[])["ReadPolicyObject", "ReadPolicyParameter"],
            name =>
                Assert.Equal(
                    ["RemediationRole", "AuditRole"],
                    TemplateFile.Texts(TemplateFile.At(TemplateFile.Hub.Resource(name), "Properties", "Roles"))
                )
        );
    }

    private static bool IsNoReading(string action)
    {
        var name = action.Split(':')[1];
        return !(
            name.StartsWith("Describe", StringComparison.Ordinal)
            || name.StartsWith("Get", StringComparison.Ordinal)
            || name.StartsWith("List", StringComparison.Ordinal)
            || name is "GET" or "Query"
        );
    }
}
