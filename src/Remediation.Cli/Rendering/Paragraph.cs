using System.Collections.Immutable;
using Spectre.Console;

namespace Remediation.Cli.Rendering;

/// <summary>
/// Words that are laid out in lines of a width, from an indent, with further lines hanging at another. A word is never broken
/// and never cut, so that an identifier can be copied from any terminal. All words are made <see cref="Printable"/>.
/// </summary>
internal sealed class Paragraph(int indent, int hanging)
{
    private readonly List<Word> _words = [];
    private int _column;
    private int _gap = 1;

    /// <summary>Adds text that may be broken at its spaces.</summary>
    public Paragraph Say(string text, Tone tone = Tone.Plain)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            _words.Add(new(Printable.Of(word), tone) { Column = _column, Gap = _gap });
            (_column, _gap) = (0, 1);
        }
        return this;
    }

    /// <summary>Adds text from a column on, or after one space where that is passed already.</summary>
    public Paragraph At(int column, string text = "", Tone tone = Tone.Plain)
    {
        _column = column;
        return Say(text, tone);
    }

    /// <summary>Puts several spaces before what is added next.</summary>
    public Paragraph Gap(int spaces)
    {
        _gap = spaces;
        return this;
    }

    /// <summary>Adds the items with a dot between each two; a line does not start with a dot.</summary>
    public Paragraph Items(IEnumerable<string> items, Tone tone = Tone.Plain)
    {
        var isFirst = true;
        foreach (var item in items.Where(item => item.Length > 0))
        {
            if (!isFirst)
            {
                Dot();
            }
            Say(item, tone);
            isFirst = false;
        }
        return this;
    }

    /// <summary>Adds a dot between what is before and what is after.</summary>
    public Paragraph Dot()
    {
        _words.Add(new("·", Tone.Faint) { Gap = 1, IsGlued = true });
        return this;
    }

    public IEnumerable<Line> Lay(int width)
    {
        var line = new LineBuilder(indent);
        for (var i = 0; i < _words.Count; i++)
        {
            var glued = i + 1 < _words.Count && _words[i + 1].IsGlued ? 1 + _words[i + 1].Width : 0;
            var start = line.StartOf(_words[i]);
            // Where the next line has no more room, it does not help.
            if (!_words[i].IsGlued && start + _words[i].Width + glued > width && start > hanging && !line.IsEmpty)
            {
                yield return line.ToLine();
                line = new(hanging);
            }
            line.Add(_words[i]);
        }
        yield return line.ToLine();
    }

    private readonly record struct Word(string Text, Tone Tone)
    {
        public int Column { get; init; }

        public int Gap { get; init; }

        public bool IsGlued { get; init; }

        public int Width { get; } = Text.GetCellWidth();
    }

    private sealed class LineBuilder(int start)
    {
        private readonly ImmutableArray<Span>.Builder _spans = ImmutableArray.CreateBuilder<Span>();
        private int _end;

        public bool IsEmpty => _spans.Count == 0;

        public int StartOf(Word word) => IsEmpty ? start : Math.Max(_end + word.Gap, word.Column);

        public void Add(Word word)
        {
            var at = StartOf(word);
            if (at > _end)
            {
                _spans.Add(new(new string(' ', at - _end), Tone.Plain));
            }
            _spans.Add(new(word.Text, word.Tone));
            _end = at + word.Width;
        }

        public Line ToLine() => new(_spans.ToImmutable());
    }
}
