using Remediation.Aws;
using Remediation.Aws.Policies;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies;
using Remediation.Core.Policies.Destinations;

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
    private const string Uri = "REMEDIATION_POLICY_URI";
    private const string Copy = "REMEDIATION_POLICY_COPY";
    private const string Canary = "REMEDIATION_CANARY_GROUP";
    private const string Config = "REMEDIATION_ANSWERS_CONFIG";
    private const string Function = "AWS_LAMBDA_FUNCTION_NAME";
    private const string Approval = "REMEDIATION_APPROVAL_KEY";

    /// <summary>The bucket of baselines and large prior states; without it no baselines are kept or compared with.</summary>
    public string StateBucket { get; private init; } = "";

    /// <summary>The SSM parameter that stops every automatic change; empty where there is none.</summary>
    public string KillSwitch { get; private init; } = "";

    /// <summary>The role that the function works as; empty when not known.</summary>
    public string RoleArn { get; private init; } = "";

    /// <summary>
    /// Where the policy document is kept that is to be in force instead of <see cref="Policy"/>; null where that is the one.
    /// </summary>
    public PolicyAddress? PolicyAddress { get; private init; }

    /// <summary>Whether the last valid policy document is kept in <see cref="StateBucket"/>, or is only read there.</summary>
    public bool KeepsPolicyCopy { get; private init; } = true;

    /// <summary>The security group that the heartbeat's events name; empty where there is no heartbeat.</summary>
    public string CanaryGroup { get; private init; } = "";

    /// <summary>
    /// Whether a question of AWS Config's custom rule is answered; where it is not, the item in it is a change like any other.
    /// </summary>
    public bool AnswersConfig { get; private init; }

    /// <summary>What Lambda calls the function, by which its metrics are told apart.</summary>
    public string FunctionName { get; private init; } = "remediation";

    // What REMEDIATION_MODE says of a policy's own mode; null where the policy's own counts.
    private EnforcementMode? ModeOverride { get; init; }

    /// <summary>
    /// Makes the policy of a document's text as it would be in force here: with the mode that the function was given, and not
    /// valid where that mode cannot be worked in.
    /// </summary>
    public PolicyLoadResult LoadPolicy(string text, string name) =>
        Load(text, name, ModeOverride, LedgerTable, CanaryGroup);

    /// <summary>Where the key of signed approvals is kept; null where none counts.</summary>
    public SecretReference? ApprovalKey { get; private init; }

    /// <summary>What <c>remediate apply</c> has to be told to reach this deployment: for the command in a ticket.</summary>
    public string ApplyOptions =>
        string.Join(
            ' ',
            (string[])
                [
                    "--live",
                    "--table",
                    LedgerTable,
                    .. StateBucket.Length > 0
                        ? (string[])["--bucket", StateBucket, "--baselines", $"aws:{LedgerTable}/{StateBucket}"]
                        : [],
                    "--policy",
                    // A copy of one's own document goes by its name.
                    PolicyAddress is { } own
                        ? own.Name.Split('/')[^1]
                        : Policy.Name,
                    "--mode",
                    Policy.Mode == EnforcementMode.Enforce ? "enforce" : "observe",
                ]
        );

    /// <summary>Reads the variables, or says which of them is wrong and what would be right.</summary>
    public static ParseResult<FunctionSettings> Read(IReadOnlyDictionary<string, string> environment)
    {
        var table = environment.GetValueOrDefault(Table, "");
        if (
            !ReadMode(environment).TryGet(out var mode, out var error)
            || !ReadPolicy(environment, mode.Override, table).TryGet(out var policy, out error)
            || !ReadAddress(environment).TryGet(out var address, out error)
            || !ReadKeeping(environment).TryGet(out var keeping, out error)
            || !ReadApproval(environment).TryGet(out var approval, out error)
        )
        {
            return ParseResult<FunctionSettings>.Failure(error);
        }
        var aws = AwsClientSettings.FromVariables(name => environment.GetValueOrDefault(name));
        return ParseResult<FunctionSettings>.Success(
            new(policy, table, aws)
            {
                StateBucket = environment.GetValueOrDefault(Bucket, ""),
                KillSwitch = environment.GetValueOrDefault(Switch, ""),
                ApprovalKey = approval.Key,
                RoleArn = environment.GetValueOrDefault(Role, ""),
                PolicyAddress = address.Value,
                KeepsPolicyCopy = keeping.IsKept,
                CanaryGroup = environment.GetValueOrDefault(Canary, ""),
                AnswersConfig = environment.GetValueOrDefault(Config, "") == "true",
                FunctionName = environment.GetValueOrDefault(Function, "remediation"),
                ModeOverride = mode.Override,
            }
        );
    }

    private static ParseResult<Policy> ReadPolicy(
        IReadOnlyDictionary<string, string> environment,
        EnforcementMode? mode,
        string table
    )
    {
        var name = environment.GetValueOrDefault(PolicyVariable, "foundational");
        if (!ReadDocument(name).TryGet(out var text, out var error))
        {
            return ParseResult<Policy>.Failure(error);
        }
        var loaded = Load(text, name, mode, table, environment.GetValueOrDefault(Canary, ""));
        return loaded.Policy is { } policy
            ? ParseResult<Policy>.Success(policy)
            : ParseResult<Policy>.Failure(string.Join('\n', loaded.Diagnostics));
    }

    private static PolicyLoadResult Load(string text, string name, EnforcementMode? mode, string table, string canary)
    {
        var loaded = PolicyLoader.Load(text, name, name, [.. CheckCatalog.All.Select(check => check.Metadata)]);
        if (loaded.Policy is not { } policy)
        {
            return loaded;
        }
        policy = HeartbeatGroup.Spare(policy with { Mode = mode ?? policy.Mode }, canary);
        return policy.Mode == EnforcementMode.Enforce && table.Length == 0
            ? new(null, [.. loaded.Diagnostics, new(DiagnosticLevel.Error, Unrecorded) { File = name }])
            : new(policy, loaded.Diagnostics);
    }

    private const string Unrecorded =
        $"{Table} is not set: in enforce mode nothing may be changed that is not first recorded";

    private static ParseResult<ChosenMode> ReadMode(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(Mode, "") switch
        {
            "" => ParseResult<ChosenMode>.Success(new(null)),
            "observe" => ParseResult<ChosenMode>.Success(new(EnforcementMode.Observe)),
            "enforce" => ParseResult<ChosenMode>.Success(new(EnforcementMode.Enforce)),
            var other => ParseResult<ChosenMode>.Failure($"{Mode} is '{other}'; it can be observe or enforce"),
        };

    private static ParseResult<ChosenAddress> ReadAddress(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault(Uri, "") is not { Length: > 0 } uri)
        {
            return ParseResult<ChosenAddress>.Success(new(null));
        }
        return PolicyAddress.Parse(uri).TryGet(out var address, out var error)
            ? ParseResult<ChosenAddress>.Success(new(address))
            : ParseResult<ChosenAddress>.Failure($"{Uri}: {error}");
    }

    private static ParseResult<ChosenKeeping> ReadKeeping(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(Copy, "") switch
        {
            "" or "keep" => ParseResult<ChosenKeeping>.Success(new(true)),
            "read" => ParseResult<ChosenKeeping>.Success(new(false)),
            var other => ParseResult<ChosenKeeping>.Failure($"{Copy} is '{other}'; it can be keep or read"),
        };

    // What it is set to may be the key itself, by mistake: it is not told.
    private static ParseResult<ChosenApproval> ReadApproval(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault(Approval, "") is not { Length: > 0 } text)
        {
            return ParseResult<ChosenApproval>.Success(new(null));
        }
        return SecretReference.Parse(text) is { } reference
            ? ParseResult<ChosenApproval>.Success(new(reference))
            : ParseResult<ChosenApproval>.Failure(
                $"{Approval} is no reference to a secret; it can be the name of an SSM parameter, such as /remediation/approval-key, or "
                    + "the ARN of a secret of Secrets Manager"
            );
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

    private sealed record ChosenMode(EnforcementMode? Override);

    private sealed record ChosenKeeping(bool IsKept);

    private sealed record ChosenApproval(SecretReference? Key);

    private sealed record ChosenAddress(PolicyAddress? Value);
}
