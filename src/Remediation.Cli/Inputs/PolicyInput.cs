using System.Collections.Immutable;
using Remediation.Checks;
using Remediation.Core;
using Remediation.Core.Checks;
using Remediation.Core.Diagnostics;
using Remediation.Core.Policies;

namespace Remediation.Cli.Inputs;

/// <summary>Finds a policy document by the name of a starter policy, or else by its file.</summary>
internal static class PolicyInput
{
    public const string Default = "foundational";

    private static ImmutableArray<CheckMetadata> Checks { get; } =
    [.. CheckCatalog.All.Select(check => check.Metadata)];

    /// <summary>The document as text, or why it cannot be read.</summary>
    public static ParseResult<string> Text(string nameOrFile)
    {
        if (StarterPolicies.TryGet(nameOrFile, out var starter))
        {
            return ParseResult<string>.Success(starter);
        }
        return OfFile(
            nameOrFile,
            $"there is no such file, and no starter policy of that name. {NearestName.Hint(nameOrFile, [.. StarterPolicies.Names])}"
        );
    }

    /// <summary>A file as text, or why it cannot be read.</summary>
    /// <param name="missing">What is said where there is no such file.</param>
    public static ParseResult<string> OfFile(string file, string missing)
    {
        try
        {
            return ParseResult<string>.Success(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return ParseResult<string>.Failure($"{file}: {missing}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ParseResult<string>.Failure($"{file}: it cannot be read: {fault.Message}");
        }
    }

    /// <summary>The policy, or null after every error has been told.</summary>
    public static Policy? Load(string nameOrFile, Session session)
    {
        if (!Text(nameOrFile).TryGet(out var text, out var unread))
        {
            session.Refuse(unread);
            return null;
        }
        var loaded = PolicyLoader.Load(text, nameOrFile, Path.GetFileNameWithoutExtension(nameOrFile), Checks);
        session.Report(loaded.Diagnostics);
        foreach (var note in loaded.Policy is { } policy ? ExemptionNotes(policy, session.Time.GetUtcNow()) : [])
        {
            session.Note(note);
        }
        return loaded.Policy;
    }

    private static IEnumerable<string> ExemptionNotes(Policy policy, DateTimeOffset now)
    {
        foreach (var exemption in policy.Exemptions.Where(item => item.EndsAt <= now + policy.Guardrails.WarnBefore))
        {
            var what = $"exemption {exemption.Id} ({exemption.Check} on {exemption.Resource}, {exemption.Owner})";
            yield return exemption.EndsAt <= now
                ? $"{what} ended after {exemption.Until:yyyy-MM-dd} and spares nothing any more"
                : $"{what} ends after {exemption.Until:yyyy-MM-dd}; what it spares is then responded to as anything else";
        }
    }

    /// <summary>As <see cref="Load(string, Session)"/>, with the mode and for the units that the command line names.</summary>
    /// <param name="units">The organizational units that the account is in, separated by commas, <c>none</c>, or null.</param>
    public static Policy? Load(string nameOrFile, EnforcementMode? mode, string? units, Session session)
    {
        if (Load(nameOrFile, session) is not { } policy)
        {
            return null;
        }
        policy = policy with { Mode = mode ?? policy.Mode };
        if (!policy.HasUnitScopes)
        {
            return policy;
        }
        if (units is null)
        {
            session.Refuse(
                $"{nameOrFile} has scopes by organizational unit: say with --ous in which ones the account is, those above "
                    + "its own and the root included (aws organizations list-parents --child-id ACCOUNT), or none"
            );
            return null;
        }
        return policy.In(units.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
