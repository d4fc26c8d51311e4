namespace Remediation.Core.Tests.Events;

/// <summary>
/// Recorded and documented payloads of the wild, where they lie beside the repository; elsewhere the repository's own
/// samples stand in for them, so that this class always tests something.
/// </summary>
public sealed class RecordedEventsTests
{
    private static readonly EventTable Recorded = EventTable.Read("recorded-events.tsv");
    private static readonly EventTable Sampled = EventTable.Read("sample-events.tsv");

    private static bool HasRecordings => Directory.Exists(EventFiles.Recordings);

    private static string Folder => HasRecordings ? EventFiles.Recordings : EventFiles.Samples;

    private static EventTable Table => HasRecordings ? Recorded : Sampled;

    public static TheoryData<string> Files => [.. Table.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_Recording_ComesToWhatTheTableSays(string file) => Table.Verify(Folder, file);

    [Fact]
    public void Table_AndFolder_NameTheSameFiles()
    {
        var present = Directory
            .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Where(file => !HasRecordings || IsPayload(file));

        Assert.Equal(Table.Files, present.Order(StringComparer.Ordinal));
    }

    // The folder's own index, and AWS's schemas of Config items, are no payloads.
    private static bool IsPayload(string file) =>
        file.Contains('/') && !file.StartsWith("config/schema/", StringComparison.Ordinal);
}
