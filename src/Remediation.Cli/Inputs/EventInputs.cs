using System.Collections.Immutable;
using Remediation.Core;
using Remediation.Core.Events;

namespace Remediation.Cli.Inputs;

/// <summary>
/// Reads events from files, from folders (every <c>*.json</c> in them and below, in ordinal order) and from standard input.
/// What cannot be read is the caller's mistake; what can be read and not understood is an event that is rejected.
/// </summary>
internal static class EventInputs
{
    /// <summary>The largest file that is read: CloudTrail's and AWS Config's own are far smaller.</summary>
    private const int LargestFile = 64 << 20;

    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    public static ParseResult<ImmutableArray<EventInput>> Read(IEnumerable<string> named, Stream standardInput)
    {
        var events = ImmutableArray.CreateBuilder<EventInput>();
        foreach (var name in named)
        {
            if (!Files(name).TryGet(out var files, out var missing))
            {
                return ParseResult<ImmutableArray<EventInput>>.Failure(missing);
            }
            foreach (var file in files)
            {
                if (!ReadOne(file, standardInput).TryGet(out var bytes, out var unread))
                {
                    return ParseResult<ImmutableArray<EventInput>>.Failure(unread);
                }
                events.AddRange(EventParser.Parse(bytes).Select(parsed => new EventInput(file, parsed)));
            }
        }
        return ParseResult<ImmutableArray<EventInput>>.Success(events.ToImmutable());
    }

    private static ParseResult<IReadOnlyList<string>> Files(string name)
    {
        if (name == StandardInput || File.Exists(name))
        {
            return ParseResult<IReadOnlyList<string>>.Success([name]);
        }
        if (!Directory.Exists(name))
        {
            return ParseResult<IReadOnlyList<string>>.Failure(
                $"{name}: there is no such file or folder; give an event's file, a folder of them, or - for standard input"
            );
        }
        try
        {
            var files = Directory.GetFiles(name, "*.json", SearchOption.AllDirectories);
            Array.Sort(files, StringComparer.Ordinal);
            return files.Length > 0
                ? ParseResult<IReadOnlyList<string>>.Success(files)
                : ParseResult<IReadOnlyList<string>>.Failure($"{name}: the folder holds no *.json, nor do those in it");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ParseResult<IReadOnlyList<string>>.Failure($"{name}: the folder cannot be read: {fault.Message}");
        }
    }

    private static ParseResult<byte[]> ReadOne(string file, Stream standardInput)
    {
        try
        {
            using var stream = file == StandardInput ? null : File.OpenRead(file);
            return ReadAll(file, stream ?? standardInput);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ParseResult<byte[]>.Failure($"{file}: it cannot be read: {fault.Message}");
        }
    }

    private static ParseResult<byte[]> ReadAll(string file, Stream stream)
    {
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > LargestFile)
            {
                return ParseResult<byte[]>.Failure(
                    $"{file}: it is larger than {LargestFile >> 20} MB, which no event is; split it"
                );
            }
        }
        return ParseResult<byte[]>.Success(content.ToArray());
    }
}
