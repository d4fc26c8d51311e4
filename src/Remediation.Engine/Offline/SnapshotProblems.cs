using Remediation.Core.Diagnostics;

namespace Remediation.Engine.Offline;

/// <summary>What is found wrong with the files of a snapshot; what a broken one would have told is then unknown.</summary>
internal sealed class SnapshotProblems(SnapshotFacts facts)
{
    private readonly List<Diagnostic> _all = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public void Add(Diagnostic diagnostic) => _all.Add(diagnostic);

    public void Partial(SnapshotFile file)
    {
        facts.Listings[file.Operation] = $"{file.Name} is only a part of the listing: it has a NextToken";
        _all.Add(
            new(DiagnosticLevel.Warning, "it is only a part of the listing: it has a NextToken")
            {
                File = file.Path,
                Hint = "Export it again without --max-items and --no-paginate",
            }
        );
    }

    public void NoList(SnapshotFile file, string list)
    {
        if (JsonFault.Find(file.Path) is not null)
        {
            Broken(file);
            return;
        }
        facts.Listings[file.Operation] = $"{file.Name} has no list '{list}'";
        var command = file.Operation.Replace('.', ' ');
        Error(
            file.Path,
            $"it is no object with a list '{list}'",
            $"Export it with: aws {command} --output json, without --query",
            (1, 1)
        );
    }

    public void Broken(SnapshotFile file)
    {
        var fault = JsonFault.Find(file.Path);
        if (file.Operation.Length > 0)
        {
            facts.Listings[file.Operation] = $"{file.Name} is broken";
        }
        Error(
            file.Path,
            $"it is not JSON: {fault?.Reason ?? "its list is broken"}",
            "The file may be cut off; export it again",
            (fault?.Line ?? 0, fault?.Column ?? 0)
        );
    }

    public void Error(string path, string message, string? hint, (int Line, int Column) place = default) =>
        _all.Add(
            new(DiagnosticLevel.Error, message)
            {
                File = path,
                Hint = hint,
                Line = place.Line,
                Column = place.Column,
            }
        );
}
