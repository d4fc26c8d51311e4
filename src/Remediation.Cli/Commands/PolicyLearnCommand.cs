using System.CommandLine;
using Remediation.Cli.Inputs;
using Remediation.Cli.Rendering;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies.Learning;
using Remediation.Core.Resources;
using Remediation.Core.Resources.NetworkFirewall;
using Remediation.Core.Resources.Vpcs;
using Remediation.Engine.Offline;
using Remediation.Engine.Templates;
using Remediation.Engine.Terraform;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate policy learn</c>: writes the policy that allows what there is, to start one's own from.</summary>
internal static class PolicyLearnCommand
{
    // A plan tells every resource twice and more.
    private const int LargestPlan = 256 << 20;

    public static Command Create(Session session)
    {
        var source = new Argument<string>("FILE|DIR")
        {
            Description =
                "A CloudFormation template, a Terraform plan or state as terraform show -json writes it, or a folder of AWS CLI outputs.",
        };
        var parameters = CommonOptions.TemplateParameters();
        var file = new Option<string?>("--out") { Description = "Write the policy to this file.", HelpName = "FILE" };
        var command = new Command(
            "learn",
            "Derive tiers and flows from the security groups that there are, and from what firewalls pass."
        )
        {
            source,
            parameters,
            file,
        };
        command.SetAction(parsed =>
            Learn(parsed.GetRequiredValue(source), parsed.GetValue(parameters) ?? [], parsed.GetValue(file), session)
        );
        return command;
    }

    private static int Learn(string source, string[] parameters, string? file, Session session)
    {
        if (Open(source, parameters, session) is not { } snapshot)
        {
            return ExitCode.BadInput;
        }
        if (snapshot.SecurityGroups.IsEmpty && !RuleGroups(snapshot).Any())
        {
            var reason =
                snapshot.WhyUnlisted(ResourceTypes.SecurityGroup)
                ?? "it holds no security group and no rule group of a firewall";
            session.Refuse($"{source}: there is nothing to learn from: {reason}");
            return ExitCode.BadInput;
        }
        if (Result.Write(session, file, Lines(PolicyOf(snapshot, source), session)) is { } unwritten)
        {
            session.Refuse(unwritten);
            return ExitCode.BadInput;
        }
        return ExitCode.Done;
    }

    private static Snapshot? Open(string source, string[] parameters, Session session)
    {
        if (!File.Exists(source))
        {
            return AccountInput.Open(source, session)?.Snapshot?.Content;
        }
        if (TemplateInput.Text(source, LargestPlan).TryGet(out var text, out _) && TerraformSnapshot.IsMeant(text))
        {
            return OpenTerraform(source, text, session);
        }
        if (IsOfTerraform(source, text))
        {
            session.Refuse(
                $"{source}: only Terraform can tell what this means; give what it writes of it: "
                    + "terraform plan -out plan && terraform show -json plan > plan.json"
            );
            return null;
        }
        return TemplateInput.Load(source, parameters, session) is { } template ? TemplateSnapshot.Of(template) : null;
    }

    private static Snapshot? OpenTerraform(string source, string text, Session session)
    {
        if (!TerraformSnapshot.Read(text).TryGet(out var read, out var reason))
        {
            session.Refuse($"{source}: {reason}");
            return null;
        }
        session.Report(read.Left.Select(left => new Diagnostic(DiagnosticLevel.Warning, left) { File = source }));
        return read.Snapshot;
    }

    // Its language, a binary plan (an archive), or the state as it keeps it for itself.
    private static bool IsOfTerraform(string source, string? text) =>
        source.EndsWith(".tf", StringComparison.OrdinalIgnoreCase)
        || source.EndsWith(".tf.json", StringComparison.OrdinalIgnoreCase)
        || source.EndsWith(".tfplan", StringComparison.OrdinalIgnoreCase)
        || source.EndsWith(".tfstate", StringComparison.OrdinalIgnoreCase)
        || (
            text?.Contains("\"lineage\"", StringComparison.Ordinal) == true
            && text.Contains("\"terraform_version\"", StringComparison.Ordinal)
        );

    private static string PolicyOf(Snapshot snapshot, string source)
    {
        var place = $"{snapshot.Account} {snapshot.Region}".Trim();
        return PolicyLearner.Learn(
            [.. snapshot.SecurityGroups.Values],
            [.. snapshot.Documents.Values.OfType<Subnet>()],
            [.. RuleGroups(snapshot)],
            !File.Exists(source) && place.Length > 0 ? place : Path.GetFileName(source)
        );
    }

    // What belongs to AWS or another service is not the account's word on who may talk to whom.
    private static IEnumerable<FirewallRuleGroup> RuleGroups(Snapshot snapshot) =>
        snapshot.Documents.Values.OfType<FirewallRuleGroup>().Where(group => group.ManagedBy is null);

    private static IEnumerable<Line> Lines(string text, Session session) =>
        text.TrimEnd('\n')
            .Split('\n')
            .Select(line => new Line([new(session.IsTerminal ? Printable.Of(line) : line, Tone.Plain)]));
}
