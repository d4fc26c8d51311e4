namespace Remediation.Core.Resources.NetworkFirewall;

/// <summary>One option of a Suricata rule, as written: its keyword, and what follows the colon or null.</summary>
internal readonly record struct SuricataOption(string Keyword, string? Value)
{
    /// <summary>The value without its quotes and escapes.</summary>
    public string Text
    {
        get
        {
            var text = (Value ?? "").Trim();
            if (text is not ['"', .., '"'] || text.Length < 2)
            {
                return text;
            }
            var plain = new System.Text.StringBuilder();
            for (var i = 1; i < text.Length - 1; i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length - 1)
                {
                    i++;
                }
                plain.Append(text[i]);
            }
            return plain.ToString();
        }
    }

    public override string ToString() => Value is null ? Keyword : $"{Keyword}:{Value.Trim()}";
}
