using System.Security.Cryptography;
using System.Text;

namespace Remediation.Core.Reports;

/// <summary>
/// The frame of every page: one file that loads nothing and runs nothing, which its content security policy holds it to. It is
/// readable in light and dark, on a phone and on paper.
/// </summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; --ground: #fff; --text: #1c2024; --soft: #5b6570; --line: #d8dde3; --panel: #f6f7f9;
          --critical: #a30d2d; --high: #b3470b; --medium: #7d5a00; --low: #25637f; --info: #5b6570; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14171a; --text: #e4e8ec; --soft: #9aa5b1; --line: #343b43;
          --panel: #1d2227; --critical: #ff8095; --high: #ffa066; --medium: #f0c54d; --low: #7cc4e4; --info: #9aa5b1; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; background: var(--ground); color: var(--text);
          font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; }
        h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
        h3 { font-size: 1rem; margin: 0; }
        p { margin: .3rem 0; }
        code { font: .9em/1.4 ui-monospace, monospace; }
        .soft { color: var(--soft); }
        .tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0; padding: 0; list-style: none; }
        .tiles li { flex: 1 1 6.5rem; border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; }
        .tiles b { display: block; font-size: 1.6rem; line-height: 1.2; }
        .finding { border: 1px solid var(--line); border-left: 5px solid var(--soft); border-radius: 6px; padding: .7rem .9rem;
          margin: .7rem 0; break-inside: avoid; }
        .critical { border-left-color: var(--critical); } .high { border-left-color: var(--high); }
        .medium { border-left-color: var(--medium); } .low { border-left-color: var(--low); }
        .word { font-weight: 600; } .word.critical { color: var(--critical); } .word.high { color: var(--high); }
        .word.medium { color: var(--medium); } .word.low { color: var(--low); } .word.info { color: var(--info); }
        ul.plain { margin: .4rem 0; padding-left: 1.2rem; }
        .plan { background: var(--panel); border-radius: 4px; padding: .5rem .8rem; margin: .5rem 0 0; }
        .warning { border: 2px solid var(--high); border-radius: 6px; padding: .7rem .9rem; margin: 1rem 0; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        td.number, th.number { text-align: right; white-space: nowrap; }
        @media print { :root { color-scheme: light; --ground: #fff; --text: #000; --soft: #444; --line: #bbb; --panel: #f4f4f4;
          --critical: #a30d2d; --high: #b3470b; --medium: #7d5a00; --low: #25637f; --info: #444; }
          body { max-width: none; padding: 0; font-size: 10.5pt; } }
        """;

    // By its hash, so that no other style and no script at all can be slipped in.
    private static readonly string _policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; "
        + "base-uri 'none'; form-action 'none'";

    private static string Css => "\n" + Style.ReplaceLineEndings("\n") + "\n";

    /// <param name="title">As text, not markup.</param>
    /// <param name="body">Writes the markup between header and end.</param>
    public static void Write(TextWriter html, string title, Action<TextWriter> body)
    {
        html.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{_policy}\">\n");
        html.Write("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Write("<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.Write($"<title>{HtmlText.Of(title)}</title>\n<style>{Css}</style>\n</head>\n<body>\n");
        body(html);
        html.Write("</body>\n</html>\n");
    }
}
