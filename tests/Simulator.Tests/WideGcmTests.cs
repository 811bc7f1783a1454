namespace WhatsAppBot.Simulator.Tests;

/// <summary>AES-GCM with an IV of 16 bytes; what is expected was computed with OpenSSL.</summary>
public sealed class WideGcmTests
{
    [Theory]
    [InlineData(0, 1, "e96791210a5988fe27b8bea79305f059")]
    [InlineData(1, 2, "32089f853bc91b22f3820f27546cfb3567")]
    [InlineData(16, 3, "07f8cb8a582092bf7cab092a05a909671696f096f03f653e40ccb2f28296707a")]
    [InlineData(
        37,
        4,
        "83f180625a96d54151aa36116efd7f3b58c0eb007218cf5db3fbf1a465865ce6e44a427af8aa589c30fe18f9a570602b5f0836b337"
    )]
    public void Seals_and_opens_as_others_do(int length, int seed, string expected)
    {
        var (key, iv, text) = (Bytes(16, 7, seed), Bytes(16, 13, seed * 3), Bytes(length, 5, seed));

        var closed = WideGcm.Seal(key, iv, text);

        Assert.Equal(expected, Convert.ToHexStringLower(closed));
        Assert.Equal(text, WideGcm.Open(key, iv, closed));
    }

    [Fact]
    public void Does_not_open_what_was_changed()
    {
        var (key, iv) = (Bytes(16, 7, 1), Bytes(16, 13, 3));
        var closed = WideGcm.Seal(key, iv, Bytes(20, 5, 1));
        closed[3] ^= 1;

        Assert.Null(WideGcm.Open(key, iv, closed));
        Assert.Null(WideGcm.Open(key, iv, closed.AsSpan(0, 15)));
    }

    private static byte[] Bytes(int length, int step, int seed) =>
        [.. Enumerable.Range(0, length).Select(at => (byte)(at * step + seed))];
}
