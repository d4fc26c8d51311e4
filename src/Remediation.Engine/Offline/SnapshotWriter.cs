using System.Text.Encodings.Web;
using System.Text.Json;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Offline;

/// <summary>
/// Writes a snapshot as a folder of AWS CLI outputs, from which <see cref="SnapshotReader"/> reads equal states. Outputs that no
/// call changes are copied.
/// </summary>
public static class SnapshotWriter
{
    internal static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes the folder where it is not there; files of the same names are replaced.</summary>
    public static void Write(Snapshot snapshot, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in snapshot.Facts.OtherFiles)
        {
            Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }
        RemoveOld(snapshot, folder);
        WriteAbout(snapshot, Path.Combine(folder, SnapshotOperations.About));
        WriteList(snapshot, folder, SnapshotOperations.SecurityGroups, WriteGroups);
        WriteList(snapshot, folder, SnapshotOperations.SecurityGroupRules, WriteRules, HasNewRules(snapshot));
        WriteList(snapshot, folder, SnapshotOperations.NetworkAcls, WriteAcls);
        DocumentWriter.Write(snapshot, folder);
    }

    // A listing that was in several files is written as one; the other parts would be read again beside it.
    private static void RemoveOld(Snapshot snapshot, string folder)
    {
        foreach (var file in Directory.GetFiles(folder).Select(SnapshotFile.Of))
        {
            var isWritten =
                file.Operation
                is SnapshotOperations.SecurityGroups
                    or SnapshotOperations.SecurityGroupRules
                    or SnapshotOperations.NetworkAcls;
            if (isWritten && snapshot.Facts.Listings.ContainsKey(file.Operation))
            {
                File.Delete(file.Path);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        if (Path.GetFullPath(from) != Path.GetFullPath(to))
        {
            File.Copy(from, to, overwrite: true);
        }
    }

    internal static void WriteAbout(Snapshot snapshot, string path)
    {
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, Layout);
        writer.WriteStartObject();
        writer.WriteString("account", snapshot.Account);
        writer.WriteString("region", snapshot.Region);
        if (snapshot.Facts.Empty.Count > 0)
        {
            writer.WriteStartArray("empty");
            foreach (var operation in snapshot.Facts.Empty)
            {
                writer.WriteStringValue(operation);
            }
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteList(
        Snapshot snapshot,
        string folder,
        string operation,
        Action<Snapshot, Utf8JsonWriter> write,
        bool isNew = false
    )
    {
        if (!snapshot.Facts.Listings.TryGetValue(operation, out var incomplete) && !isNew)
        {
            return;
        }
        using var stream = File.Create(Path.Combine(folder, operation + ".json"));
        using var writer = new Utf8JsonWriter(stream, Layout);
        writer.WriteStartObject();
        writer.WriteStartArray(SnapshotOperations.Lists[operation]);
        write(snapshot, writer);
        writer.WriteEndArray();
        if (incomplete is not null)
        {
            // What was not known to be whole must not be taken for the whole by the next reader.
            writer.WriteString("NextToken", incomplete);
        }
        writer.WriteEndObject();
    }

    // Rules that were authorised since have ids, which only this listing can hold.
    private static bool HasNewRules(Snapshot snapshot) =>
        snapshot.SecurityGroups.Values.Any(group => group.Rules.Any(rule => rule.RuleId is not null));

    private static void WriteGroups(Snapshot snapshot, Utf8JsonWriter writer)
    {
        foreach (var id in snapshot.GroupIds)
        {
            if (!snapshot.Facts.RulesAlone.Contains(id))
            {
                WithOriginal(
                    snapshot,
                    id,
                    original => SecurityGroupJson.Write(writer, snapshot.SecurityGroups[id], original)
                );
                Flush(writer);
            }
        }
    }

    private static void WriteRules(Snapshot snapshot, Utf8JsonWriter writer)
    {
        foreach (var id in snapshot.GroupIds)
        {
            var group = snapshot.SecurityGroups[id];
            foreach (var rule in group.Rules)
            {
                if (rule.RuleId is not null || snapshot.Facts.RulesAlone.Contains(id))
                {
                    SecurityGroupJson.WriteRule(writer, group, rule);
                }
            }
            Flush(writer);
        }
        foreach (var raw in snapshot.Facts.UnreadableRules)
        {
            writer.WriteRawValue(raw);
        }
    }

    private static void WriteAcls(Snapshot snapshot, Utf8JsonWriter writer)
    {
        foreach (var id in snapshot.Facts.AclIds)
        {
            WithOriginal(snapshot, id, original => NetworkAclJson.Write(writer, snapshot.NetworkAcls[id], original));
            Flush(writer);
        }
    }

    private static void WithOriginal(Snapshot snapshot, string id, Action<JsonElement?> write)
    {
        if (!snapshot.Facts.Originals.TryGetValue(id, out var json))
        {
            write(null);
            return;
        }
        using var document = JsonDocument.Parse(json);
        write(document.RootElement);
    }

    private static void Flush(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > 1 << 16)
        {
            writer.Flush();
        }
    }
}
