using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Remediation.Core;
using Remediation.Core.Diagnostics;
using Remediation.Core.Json;
using Remediation.Core.Resources;
using Remediation.Core.Resources.Documents;
using Remediation.Core.Resources.NetworkAcls;
using Remediation.Core.Resources.SecurityGroups;

namespace Remediation.Engine.Offline;

/// <summary>
/// Reads a folder of AWS CLI outputs, each named <c>service.operation[.anything].json</c>. Any subset of the known outputs will
/// do, and several files of one operation are one listing. Large files are read element by element. It reads this folder
/// alone, not those within it.
/// </summary>
public sealed class SnapshotReader
{
    private readonly SnapshotFacts _facts = new();
    private readonly Dictionary<string, List<ReadRule>> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SecurityGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NetworkAcl> _acls = new(StringComparer.Ordinal);

    private IReadOnlyDictionary<(string Type, string Id), DocumentState> _documents = ImmutableDictionary<
        (string, string),
        DocumentState
    >.Empty;

    private readonly SnapshotProblems _problems;

    private SnapshotReader() => _problems = new(_facts);

    public static LoadedSnapshot Load(string folder) => new SnapshotReader().Read(folder);

    private LoadedSnapshot Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            _problems.Error(folder, "there is no such folder", "Give a folder of AWS CLI outputs");
            return Finish();
        }
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(SnapshotFile.Of).ToList();
        foreach (var file in files)
        {
            Register(file);
        }
        // Names and regions first, then what groups are made of, then the groups.
        ReadAll(files, SnapshotOperations.Vpcs, (_, element) => VisitVpc(element));
        ReadAll(files, SnapshotOperations.Subnets, (_, element) => Learn(element, "SubnetArn"u8));
        ReadAll(files, SnapshotOperations.PrefixLists, (file, element) => VisitPrefixList(file, element));
        ReadPrefixListEntries(files);
        ReadAll(files, SnapshotOperations.PeeringConnections, (_, element) => VisitPeering(element));
        ReadAll(files, SnapshotOperations.NetworkInterfaces, VisitInterface);
        ReadAllAside(files, SnapshotOperations.SecurityGroupRules, ReadRule, TakeRule);
        ReadAllAside(files, SnapshotOperations.SecurityGroups, ReadGroup, TakeGroup);
        AddRulesAlone();
        ReadAll(files, SnapshotOperations.NetworkAcls, VisitAcl);
        ReadDocuments(files);
        _facts.ReadDocuments = ImmutableDictionary.CreateRange(_documents);
        return Finish();
    }

    private LoadedSnapshot Finish()
    {
        var snapshot = new Snapshot(_facts)
        {
            SecurityGroups = ImmutableDictionary.CreateRange(_groups),
            NetworkAcls = ImmutableDictionary.CreateRange(_acls),
            Documents = ImmutableDictionary.CreateRange(_documents),
        };
        // The subnets are read twice: for the region, and as resources.
        return new(snapshot, [.. _problems.All.Distinct()]);
    }

    private void Register(SnapshotFile file)
    {
        if (file.Name == SnapshotOperations.About)
        {
            ReadAbout(file);
        }
        else if (
            SnapshotOperations.Lists.ContainsKey(file.Operation)
            || SnapshotOperations.Documents.ContainsKey(file.Operation)
        )
        {
            _facts.Listings[file.Operation] = null;
        }
        else if (!file.Name.StartsWith('.'))
        {
            _problems.Add(
                new(DiagnosticLevel.Warning, "it is not read: no known output has this name")
                {
                    File = file.Path,
                    Hint =
                        $"Known are {string.Join(", ", SnapshotOperations.Lists.Keys.Union(SnapshotOperations.Documents.Keys, StringComparer.Ordinal))} (each with .json, or .anything.json) and {SnapshotOperations.About}",
                }
            );
        }
        if (
            file.Operation
                is not (
                    SnapshotOperations.SecurityGroups
                    or SnapshotOperations.SecurityGroupRules
                    or SnapshotOperations.NetworkAcls
                )
            && file.Name != SnapshotOperations.About
        )
        {
            _facts.OtherFiles.Add(file.Path);
        }
    }

    private void ReadAbout(SnapshotFile file) =>
        ReadWhole(
            file,
            root =>
            {
                _facts.Account = Text(root, "account"u8);
                _facts.Region = Text(root, "region"u8);
                ReadEmpty(Member(root, "empty"u8));
            }
        );

    // Without a file, an output of one resource cannot say that there is none.
    private void ReadEmpty(JsonElement operations)
    {
        foreach (var item in operations.ValueKind == JsonValueKind.Array ? operations.EnumerateArray() : default)
        {
            if (
                item.ValueKind == JsonValueKind.String
                && item.GetString() is { } operation
                && SnapshotOperations.Documents.ContainsKey(operation)
            )
            {
                _facts.Empty.Add(operation);
                _facts.Listings.TryAdd(operation, null);
            }
        }
    }

    private void ReadAll(List<SnapshotFile> files, string operation, Action<SnapshotFile, JsonElement> visit)
    {
        foreach (var file in files.Where(file => file.Operation == operation))
        {
            ReadOne(file, element => visit(file, element));
        }
    }

    // For the two listings that hold nearly all of a big snapshot.
    private void ReadAllAside<T>(
        List<SnapshotFile> files,
        string operation,
        Func<SecurityGroupElements, ReadOnlyMemory<byte>, ReadElement<T>> read,
        Action<SnapshotFile, ReadElement<T>> take
    )
        where T : notnull
    {
        foreach (var file in files.Where(file => file.Operation == operation))
        {
            var pipeline = new ElementPipeline<SecurityGroupElements, ReadElement<T>>(
                () => new(),
                read,
                element => take(file, element)
            );
            ReadOne(file, pipeline.Run);
        }
    }

    private bool ReadOne(SnapshotFile file, Action<JsonElement> visit) =>
        ReadOne(file, (stream, list) => ElementStream.Read(stream, list, visit));

    private bool ReadOne(SnapshotFile file, ListReading read)
    {
        var list = SnapshotOperations.ListOf(file.Operation);
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            switch (read(stream, Encoding.UTF8.GetBytes(list)))
            {
                case ElementStreamEnd.Whole:
                    return true;
                case ElementStreamEnd.Partial:
                    _problems.Partial(file);
                    return false;
                default:
                    _problems.NoList(file, list);
                    return false;
            }
        }
        catch (JsonException)
        {
            _problems.Broken(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _facts.Listings[file.Operation] = $"{file.Name} could not be read";
            _problems.Error(file.Path, $"it could not be read: {fault.Message}", hint: null);
        }
        return false;
    }

    private void ReadDocuments(List<SnapshotFile> files)
    {
        var documents = new SnapshotDocuments(_facts.Account, _facts.Region);
        foreach (var operation in _facts.Empty)
        {
            documents.Found(operation, whyIncomplete: null);
        }
        foreach (var file in files.Where(file => SnapshotOperations.Documents.ContainsKey(file.Operation)))
        {
            if (SnapshotOperations.Documents[file.Operation].List is null)
            {
                ReadWhole(file, json => documents.Add(file.Operation, new(json.Clone(), file.Name, file.Rest)));
            }
            else
            {
                ReadOne(file, json => documents.Add(file.Operation, new(Owned(json, file), file.Name, file.Rest)));
            }
            documents.Found(file.Operation, _facts.Listings[file.Operation]);
            _facts.DocumentElements[file.Operation] = [.. documents.Of(file.Operation)];
        }
        var assembled = DocumentAssembly.Of(documents);
        _documents = assembled.States;
        _facts.DocumentIds.AddRange(assembled.Order);
        assembled.Problems.ForEach(problem => _problems.Error(problem.Outputs, problem.Reason, hint: null));
    }

    private static JsonElement Owned(JsonElement element, SnapshotFile file)
    {
        var owner = SnapshotOperations.Documents[file.Operation].Owner;
        return
            owner is null
            || file.Rest.Length == 0
            || element.ValueKind != JsonValueKind.Object
            || element.TryGetProperty(owner, out _)
            ? element.Clone()
            : AwsDocument
                .Of(element)
                .With(DocumentPath.Of(owner), AwsDocument.Build(writer => writer.WriteStringValue(file.Rest)))
                .Root;
    }

    private void ReadWhole(SnapshotFile file, Action<JsonElement> visit)
    {
        try
        {
            var bytes = File.ReadAllBytes(file.Path);
            using var document = JsonBytes.AreText(bytes)
                ? JsonDocument.Parse(bytes)
                : throw new JsonException(JsonFault.NoText);
            visit(document.RootElement);
        }
        catch (JsonException)
        {
            _problems.Broken(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _facts.Listings[file.Operation] = $"{file.Name} could not be read";
            _problems.Error(file.Path, $"it could not be read: {fault.Message}", hint: null);
        }
    }

    private T? Read<T>(SnapshotFile file, ParseResult<T> result)
        where T : class
    {
        if (result.TryGet(out var value, out var reason))
        {
            return value;
        }
        _facts.Listings[file.Operation] = $"{file.Name} holds an element that cannot be read";
        _problems.Error(file.Path, reason, hint: null);
        return null;
    }

    private void VisitVpc(JsonElement element)
    {
        if (Member(element, "IsDefault"u8).ValueKind == JsonValueKind.True)
        {
            _facts.DefaultVpcs.Add(Text(element, "VpcId"u8));
        }
        Learn(element, "VpcArn"u8);
    }

    private void VisitPrefixList(SnapshotFile file, JsonElement element)
    {
        Learn(element, "PrefixListArn"u8);
        if (Read(file, PrefixListParser.Parse(element)) is { } list)
        {
            _facts.PrefixListHeads[list.Id] = list;
        }
    }

    private void VisitPeering(JsonElement element)
    {
        var status = Text(Member(element, "Status"u8), "Code"u8);
        _facts.Peerings.Add(new(VpcOf(element, "RequesterVpcInfo"u8), VpcOf(element, "AccepterVpcInfo"u8), status));
    }

    private void VisitInterface(SnapshotFile file, JsonElement element)
    {
        if (Read(file, NetworkInterfaceParser.Parse(element)) is not { } read)
        {
            return;
        }
        foreach (var groupId in read.SecurityGroups)
        {
            AddTo(_facts.InterfacesByGroup, groupId, read);
        }
    }

    private static ReadElement<ReadRule> ReadRule(SecurityGroupElements reader, ReadOnlyMemory<byte> json)
    {
        var result = reader.ReadRule(json);
        var isUnreadable = result.IsSuccess && result.Value.Unreadable is not null;
        return new(result, isUnreadable ? Encoding.UTF8.GetString(json.Span) : null);
    }

    private void TakeRule(SnapshotFile file, ReadElement<ReadRule> element)
    {
        if (Read(file, element.Result) is not { } rule)
        {
            return;
        }
        AddTo(_rules, rule.GroupId, rule);
        if (element.Original is not null)
        {
            _facts.UnreadableRules.Add(element.Original);
        }
    }

    private static ReadElement<SecurityGroupElement> ReadGroup(SecurityGroupElements reader, ReadOnlyMemory<byte> json)
    {
        var result = reader.ReadGroup(json);
        // Whether a rule of the group was not understood is only told by the other listing.
        var isUnreadable = result.IsSuccess && !result.Value.Unreadable.IsEmpty;
        return new(result, isUnreadable ? Encoding.UTF8.GetString(json.Span) : null);
    }

    private void TakeGroup(SnapshotFile file, ReadElement<SecurityGroupElement> element)
    {
        if (Read(file, element.Result) is not { } read)
        {
            return;
        }
        Learn(read);
        _rules.Remove(read.GroupId, out var rules);
        var group = read.In(_facts.Account, _facts.Region, rules);
        if (element.Original is not null)
        {
            _facts.Originals[group.Id.Id] = element.Original;
        }
        Add(group);
    }

    private void Learn(SecurityGroupElement element)
    {
        if (_facts.Region.Length == 0)
        {
            _facts.Region = element.Region;
        }
        if (_facts.Account.Length == 0 && element.OwnerId.Length == 12)
        {
            _facts.Account = element.OwnerId;
        }
    }

    private void AddRulesAlone()
    {
        foreach (var (groupId, rules) in _rules)
        {
            _facts.RulesAlone.Add(groupId);
            Add(SecurityGroupParser.FromRulesAlone(groupId, _facts.Account, _facts.Region, rules));
        }
    }

    private void Add(SecurityGroup group)
    {
        if (!_groups.TryAdd(group.Id.Id, group))
        {
            _groups[group.Id.Id] = group;
            return;
        }
        _facts.GroupIds.Add(group.Id.Id);
        AddTo(_facts.GroupIdsByName, group.Name, group.Id.Id);
        if (_facts.Account.Length == 0)
        {
            _facts.Account = group.Id.Account;
        }
    }

    private void VisitAcl(SnapshotFile file, JsonElement element)
    {
        if (_facts.Account.Length == 0)
        {
            _facts.Account = Text(element, "OwnerId"u8);
        }
        if (Read(file, NetworkAclParser.Parse(element, _facts.Account, _facts.Region)) is not { } acl)
        {
            return;
        }
        if (!acl.Unreadable.IsEmpty)
        {
            _facts.Originals[acl.Id.Id] = element.GetRawText();
        }
        if (_acls.TryAdd(acl.Id.Id, acl))
        {
            _facts.AclIds.Add(acl.Id.Id);
        }
        else
        {
            _acls[acl.Id.Id] = acl;
        }
    }

    // The output does not say which list it is of; the file's name does.
    private void ReadPrefixListEntries(List<SnapshotFile> files)
    {
        var ofLists = files.Where(file => file.Operation == SnapshotOperations.PrefixListEntries);
        foreach (var ofOne in ofLists.GroupBy(file => file.Rest.Split('.')[0], StringComparer.Ordinal))
        {
            var entries = new List<JsonElement>();
            var broken = ofOne.FirstOrDefault(file => !ReadOne(file, element => entries.Add(element.Clone())));
            _facts.PrefixLists[ofOne.Key] = broken is null
                ? ListOf(ofOne.Key, entries)
                : Fact<PrefixList>.Unknown($"{broken.Name} could not be read whole");
        }
    }

    private Fact<PrefixList> ListOf(string id, List<JsonElement> entries)
    {
        if (!PrefixListParser.ParseEntries(entries).TryGet(out var cidrs, out var reason))
        {
            return Fact<PrefixList>.Unknown(reason);
        }
        var head = _facts.PrefixListHeads.GetValueOrDefault(id);
        return Fact<PrefixList>.Known(
            new(id, head?.Name ?? "", cidrs)
            {
                MaxEntries = head?.MaxEntries ?? 0,
                Version = head?.Version ?? 0,
                OwnerId = head?.OwnerId ?? "",
            }
        );
    }

    // Without snapshot.json the region is only told by the ARNs in newer outputs.
    private void Learn(JsonElement element, ReadOnlySpan<byte> arnName)
    {
        if (_facts.Region.Length == 0 && Text(element, arnName).Split(':') is [_, _, _, { Length: > 0 } region, ..])
        {
            _facts.Region = region;
        }
        if (_facts.Account.Length == 0 && Text(element, "OwnerId"u8) is { Length: 12 } owner)
        {
            _facts.Account = owner;
        }
    }

    private static string VpcOf(JsonElement peering, ReadOnlySpan<byte> side) => Text(Member(peering, side), "VpcId"u8);

    private static string Text(JsonElement element, ReadOnlySpan<byte> name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() ?? "" : "";

    private static JsonElement Member(JsonElement element, ReadOnlySpan<byte> name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static void AddTo<T>(Dictionary<string, List<T>> lists, string key, T value)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            list = new(1);
            lists[key] = list;
        }
        list.Add(value);
    }
}
