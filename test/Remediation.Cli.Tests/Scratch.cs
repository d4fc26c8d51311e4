using System.Runtime.CompilerServices;
using System.Text;
using Remediation.Testing;

namespace Remediation.Cli.Tests;

/// <summary>A folder of one test, gone after it.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch([CallerMemberName] string test = "")
    {
        Root = Path.Combine(AppContext.BaseDirectory, "scratch", test);
        Dispose();
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return this[name];
    }

    /// <summary>A copy of the sample account that a test may spoil.</summary>
    public string CopyOfAccount()
    {
        var copy = this["account"];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Samples.Account))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        return copy;
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
