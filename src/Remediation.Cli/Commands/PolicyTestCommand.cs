using System.CommandLine;
using Remediation.Checks;
using Remediation.Cli.Inputs;
using Remediation.Cli.Json;
using Remediation.Cli.PolicyTesting;
using Remediation.Cli.Rendering;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Testing;
using Remediation.Core.Reports;
using Remediation.Engine;

namespace Remediation.Cli.Commands;

/// <summary><c>remediate policy test</c>: holds a policy to examples, so that a change of it is known before it is in force.</summary>
internal static class PolicyTestCommand
{
    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "The tests: which policy, what is judged, and what has to come of it (docs/policy.md).",
        };
        var format = CommonOptions.Format();
        var command = new Command(
            "test",
            "Hold a policy to examples: accounts, templates and events, and what comes of them."
        )
        {
            file,
            format,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    parsed.GetRequiredValue(file),
                    parsed.GetValue(format) == CommonOptions.Json,
                    session,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string file,
        bool isJson,
        Session session,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (Load(file, session) is not { } tests || PolicyOf(tests, folder, session) is not { } policy)
        {
            return ExitCode.BadInput;
        }
        var runner = new PolicyTestRunner(policy, folder, session);
        var results = new List<PolicyTestResult>();
        foreach (var test in tests.Cases)
        {
            if (await runner.RunAsync(test, cancellationToken) is not { } result)
            {
                session.Refuse($"{file}({test.Line}): the test '{test.Name}' could not be run");
                return ExitCode.BadInput;
            }
            results.Add(result);
        }
        _ = isJson
            ? Result.Write(session, null, writer => PolicyTestJson.Write(writer, policy, results))
            : Result.Write(session, null, PolicyTestLines.Of(results, file, session.Width));
        return results.TrueForAll(result => result.IsPassed) ? ExitCode.Done : ExitCode.Findings;
    }

    private static PolicyTestFile? Load(string file, Session session)
    {
        const string Missing = "there is no such file; give a document of tests, which names the policy";
        if (!PolicyInput.OfFile(file, Missing).TryGet(out var text, out var unread))
        {
            session.Refuse(unread);
            return null;
        }
        var loaded = PolicyTestLoader.Load(
            text,
            file,
            [.. CheckCatalog.All.Select(check => check.Metadata)],
            [.. Enum.GetValues<Decision>().Select(ReportWriter.Word)]
        );
        session.Report(loaded.Diagnostics);
        return loaded.File;
    }

    private static Policy? PolicyOf(PolicyTestFile tests, string folder, Session session)
    {
        var named = StarterPolicies.TryGet(tests.Policy, out _) ? tests.Policy : Path.Combine(folder, tests.Policy);
        return PolicyInput.Load(named, session) is { } policy ? policy with { Mode = tests.Mode ?? policy.Mode } : null;
    }
}
