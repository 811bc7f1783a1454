using PhoneNumbers;

namespace WhatsAppBot.WhatsApp.Tests;

/// <summary>A number of every country in every spelling that people use is the same number.</summary>
public sealed class PhoneSpellingTests
{
    private static readonly PhoneNumberUtil Util = PhoneNumberUtil.GetInstance();

    private static readonly Func<string, string>[] Spellings =
    [
        digits => $"+{digits}",
        digits => $"00{digits}",
        digits => $"+{Spaced(digits, " ")}",
        digits => $"+{Spaced(digits, "-")}",
        digits => $"+{Spaced(digits, ".")}",
        digits => $"+{Spaced(digits, "\u00a0")}",
        digits => $"  +{digits}  ",
        digits => $"tel:+{digits}",
        digits => $"WhatsApp: +{digits}",
        digits => $"+{digits[..3]} ({digits[3..]})",
        digits => $"+{digits}\r\n",
    ];

    [Fact]
    public void Every_spelling_of_a_country_is_the_same()
    {
        var tried = 0;
        foreach (var region in Util.GetSupportedRegions())
        {
            if (Util.GetExampleNumberForType(region, PhoneNumberType.MOBILE) is not { } number)
                continue;

            var digits = Util.Format(number, PhoneNumberFormat.E164)[1..];
            foreach (var spelling in Spellings)
            {
                var text = spelling(digits);
                Assert.True(
                    digits == PhoneText.Digits(text, null),
                    $"{region} “{text}” is {PhoneText.Digits(text, null)}"
                );
                tried++;
            }
            var local = Util.Format(number, PhoneNumberFormat.NATIONAL);
            Assert.True(
                digits == PhoneText.Digits(local, region),
                $"{region} “{local}” is {PhoneText.Digits(local, region)}"
            );
        }
        Assert.True(tried > 2000, $"{tried} are too few");
    }

    [Fact]
    public void Nothing_that_people_type_makes_it_throw()
    {
        var random = new Random(1);
        string[] bits =
        [
            "+",
            "0",
            "00",
            "49",
            "١٢",
            "１２",
            "(",
            ")",
            "-",
            " ",
            "ext. 5",
            "x",
            "💥",
            "\0",
            "\ud800",
            "a",
            ";",
            "#",
        ];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(random.GetItems(bits, random.Next(12)));
            if (PhoneText.Digits(text, random.Next(2) == 0 ? "DE" : null) is { } digits)
                Assert.True(digits.Length is > 3 and < 18 && digits.All(char.IsAsciiDigit), $"“{text}” is {digits}");
        }
    }

    private static string Spaced(string digits, string sign) =>
        string.Join(sign, digits.Chunk(3).Select(part => new string(part)));
}
