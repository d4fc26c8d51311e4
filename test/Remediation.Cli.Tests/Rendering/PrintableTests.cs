using System.Globalization;
using System.Text;
using CsCheck;
using Remediation.Cli.Rendering;

namespace Remediation.Cli.Tests.Rendering;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain, [red]not markup[/] é 漢 ·", "plain, [red]not markup[/] é 漢 ·")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("a\u202eb\u2066c", "a\\u202eb\\u2066c")]
    [InlineData("a\u200bb\ufeff", "a\\u200bb\\ufeff")]
    [InlineData("one\r\ntwo\tthree\u2028", "one\\r\\ntwo\\tthree\\u2028")]
    public void Of_WhatCouldDriveATerminal_IsEscaped(string text, string shown) =>
        Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void Of_LoneSurrogate_IsEscaped() => Assert.Equal("a\\ud800b", Printable.Of("a" + (char)0xD800 + "b"));

    [Fact]
    public void Of_AnyText_HoldsNoControlOrFormatCharacter() =>
        Gen.Char[(char)0, (char)0xFFFF]
            .Array[0, 40]
            .Select(chars => new string(chars))
            .Sample(text =>
                Printable
                    .Of(text)
                    .EnumerateRunes()
                    .All(rune =>
                        Rune.GetUnicodeCategory(rune)
                            is not (
                                UnicodeCategory.Control
                                or UnicodeCategory.Format
                                or UnicodeCategory.LineSeparator
                                or UnicodeCategory.ParagraphSeparator
                            )
                    )
            );
}
