using System.Net;
using System.Net.Http.Json;
using System.Text;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Tests;

public sealed class TotpTests(Office office)
{
    private const string Factor = "/api/v1/session/two-factor";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // RFC 6238, appendix B
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long time, string code) =>
        Assert.Equal(
            code,
            Totp.Code("12345678901234567890"u8, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(time)), digits: 8)
        );

    // RFC 4648, section 10
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_spelt_in_base32(string text, string spelt) =>
        Assert.Equal(spelt, Totp.Spell(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public async Task With_a_second_factor_a_password_is_not_enough_and_a_code_works_once()
    {
        var ada = await office.Person(Role.Agent);
        using var http = await office.SignedIn(ada);
        var begun = await Office.Json(await http.PostAsync(Factor, null, Cancel));
        var secret = Read(begun.GetProperty("secret").GetString() ?? "");

        // begun is not yet asked for
        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(ada.Email, Office.Password)).StatusCode);
        await Site.Problem(await http.PutAsJsonAsync(Factor, new { code = "000000" }, Cancel), 400, "code");
        // three steps are taken: this one goes now and the next a little early, so that both live half a minute at least
        var confirmed = await Office.Json(await http.PutAsJsonAsync(Factor, new { code = CodeOf(secret, 0) }, Cancel));
        var recovery = confirmed.GetProperty("recoveryCodes").EnumerateArray().Select(one => one.GetString()).ToList();

        await Site.Problem(await office.SignIn(ada.Email, Office.Password), 401, "code-needed");
        await Site.Problem(await office.SignIn(ada.Email, "wrong", CodeOf(secret, 0)), 401, "sign-in");
        var code = CodeOf(secret, 1);
        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(ada.Email, Office.Password, code)).StatusCode);
        await Site.Problem(await office.SignIn(ada.Email, Office.Password, code), 401, "code");

        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(ada.Email, Office.Password, recovery[0])).StatusCode);
        await Site.Problem(await office.SignIn(ada.Email, Office.Password, recovery[0]), 401, "code");

        await Site.Problem(
            await http.PostAsJsonAsync($"{Factor}/remove", new { password = "wrong" }, Cancel),
            400,
            "password"
        );
        using var removed = await http.PostAsJsonAsync($"{Factor}/remove", new { password = Office.Password }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await office.SignIn(ada.Email, Office.Password)).StatusCode);
    }

    private static string CodeOf(byte[] secret, int steps) =>
        Totp.Code(secret, Totp.StepAt(DateTimeOffset.UtcNow) + steps);

    private static byte[] Read(string spelt)
    {
        var bits = string.Concat(
            spelt.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign), 2).PadLeft(5, '0'))
        );
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
