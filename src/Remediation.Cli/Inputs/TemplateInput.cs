using System.Collections.Immutable;
using System.Text;
using Remediation.Core;
using Remediation.Core.Templates;

namespace Remediation.Cli.Inputs;

/// <summary>Reads a CloudFormation template and the values of its parameters.</summary>
internal static class TemplateInput
{
    // CloudFormation takes one megabyte.
    private const int LargestFile = 8 << 20;

    /// <summary>The template, or null after every error has been told.</summary>
    public static Template? Load(string file, IEnumerable<string> parameters, Session session)
    {
        if (!Values(parameters).TryGet(out var values, out var unusable))
        {
            session.Refuse(unusable);
            return null;
        }
        if (!Text(file).TryGet(out var text, out var unread))
        {
            session.Refuse(unread);
            return null;
        }
        var loaded = TemplateReader.Read(text, file, values);
        session.Report(loaded.Diagnostics);
        return loaded.Template;
    }

    private static ParseResult<ImmutableDictionary<string, string>> Values(IEnumerable<string> parameters)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (parameter.Split('=', 2) is not [{ Length: > 0 } name, var value])
            {
                return ParseResult<ImmutableDictionary<string, string>>.Failure(
                    $"--parameter {parameter}: it is not of the form NAME=VALUE"
                );
            }
            values[name] = value;
        }
        return ParseResult<ImmutableDictionary<string, string>>.Success(values.ToImmutable());
    }

    /// <summary>What a file says, or why it cannot be read.</summary>
    public static ParseResult<string> Text(string file, int largest = LargestFile)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.CanSeek && stream.Length > largest)
            {
                return ParseResult<string>.Failure(
                    $"{file}: it is larger than {largest >> 20} MB{(largest == LargestFile ? "; CloudFormation takes one" : "")}"
                );
            }
            using var reader = new StreamReader(
                stream,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
            );
            return ParseResult<string>.Success(reader.ReadToEnd());
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return ParseResult<string>.Failure($"{file}: there is no such file; give a CloudFormation template");
        }
        catch (DecoderFallbackException)
        {
            return ParseResult<string>.Failure($"{file}: it is not text in UTF-8");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ParseResult<string>.Failure($"{file}: it cannot be read: {fault.Message}");
        }
    }
}
