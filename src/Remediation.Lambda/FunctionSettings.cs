using Remediation.Aws;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Policies;

namespace Remediation.Lambda;

/// <summary>What the function's environment variables say, read and found usable. Secrets are not among them.</summary>
/// <param name="Policy">The policy in force, its mode already set by <c>REMEDIATION_MODE</c>.</param>
/// <param name="LedgerTable">The DynamoDB table of the ledger; never empty when the mode is enforce.</param>
/// <param name="Aws">Where the AWS clients connect.</param>
public sealed record FunctionSettings(Policy Policy, string LedgerTable, AwsClientSettings Aws)
{
    private const string Mode = "REMEDIATION_MODE";
    private const string PolicyVariable = "REMEDIATION_POLICY";
    private const string Table = "REMEDIATION_LEDGER_TABLE";
    private const string Bucket = "REMEDIATION_STATE_BUCKET";
    private const string Switch = "REMEDIATION_KILL_SWITCH";
    private const string Role = "REMEDIATION_ROLE_ARN";

    /// <summary>The bucket of baselines and large prior states; without it no baselines are kept or compared with.</summary>
    public string StateBucket { get; private init; } = "";

    /// <summary>The SSM parameter that stops every automatic change; empty where there is none.</summary>
    public string KillSwitch { get; private init; } = "";

    /// <summary>The role that the function works as; empty when not known.</summary>
    public string RoleArn { get; private init; } = "";

    /// <summary>Reads the variables, or says which of them is wrong and what would be right.</summary>
    public static ParseResult<FunctionSettings> Read(IReadOnlyDictionary<string, string> environment)
    {
        if (!ReadPolicy(environment).TryGet(out var policy, out var error))
        {
            return ParseResult<FunctionSettings>.Failure(error);
        }
        var table = environment.GetValueOrDefault(Table, "");
        if (policy.Mode == EnforcementMode.Enforce && table.Length == 0)
        {
            return ParseResult<FunctionSettings>.Failure(
                $"{Table} is not set: in enforce mode nothing may be changed that is not first recorded"
            );
        }
        var aws = AwsClientSettings.FromVariables(name => environment.GetValueOrDefault(name));
        return ParseResult<FunctionSettings>.Success(
            new(policy, table, aws)
            {
                StateBucket = environment.GetValueOrDefault(Bucket, ""),
                KillSwitch = environment.GetValueOrDefault(Switch, ""),
                RoleArn = environment.GetValueOrDefault(Role, ""),
            }
        );
    }

    private static ParseResult<Policy> ReadPolicy(IReadOnlyDictionary<string, string> environment)
    {
        var name = environment.GetValueOrDefault(PolicyVariable, "foundational");
        if (!ReadDocument(name).TryGet(out var text, out var error))
        {
            return ParseResult<Policy>.Failure(error);
        }
        var loaded = PolicyLoader.Load(text, name, name, [.. CheckCatalog.All.Select(check => check.Metadata)]);
        if (loaded.Policy is not { } policy)
        {
            return ParseResult<Policy>.Failure(string.Join('\n', loaded.Diagnostics));
        }
        return environment.GetValueOrDefault(Mode, "") switch
        {
            "" => ParseResult<Policy>.Success(policy),
            "observe" => ParseResult<Policy>.Success(policy with { Mode = EnforcementMode.Observe }),
            "enforce" => ParseResult<Policy>.Success(policy with { Mode = EnforcementMode.Enforce }),
            var other => ParseResult<Policy>.Failure($"{Mode} is '{other}'; it can be observe or enforce"),
        };
    }

    private static ParseResult<string> ReadDocument(string name)
    {
        if (StarterPolicies.TryGet(name, out var starter))
        {
            return ParseResult<string>.Success(starter);
        }
        return File.Exists(name)
            ? ParseResult<string>.Success(File.ReadAllText(name))
            : ParseResult<string>.Failure(
                $"{PolicyVariable} is '{name}', which is neither a starter policy ({string.Join(", ", StarterPolicies.Names)}) "
                    + "nor a file beside the function"
            );
    }
}
