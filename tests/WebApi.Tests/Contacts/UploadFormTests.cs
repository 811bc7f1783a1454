using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace WhatsAppBot.WebApi.Tests.Contacts;

/// <summary>Files that come in a form.</summary>
public sealed class UploadFormTests(Site site) : ContactsTest(site)
{
    private const string Import = All + "/import";

    [Fact]
    public async Task A_file_of_a_form_is_taken_like_a_body_and_keeps_its_name()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("ignored"), "comment" },
            { new ByteArrayContent("a,b\n1,2\n"u8.ToArray()), "file", "people of today.csv" },
        };

        using var answer = await Site.Http.PostAsync(Import, form, Cancel);

        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var upload = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(
            ("2", "people of today.csv"),
            (
                upload.GetProperty("preview").GetProperty("rows")[0].GetProperty("cells")[1].GetString(),
                upload.GetProperty("fileName").GetString()
            )
        );
        Assert.Equal(8, upload.GetProperty("size").GetInt64());
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "form")]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\ncontent-disposition: form-data; name=a\r\n\r\nb\r\n--x--\r\n",
        "form"
    )]
    [InlineData("multipart/form-data; boundary=x", "no form at all", "form")]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\ncontent-disposition: form-data; name=a; filename=a.csv\r\n\r\nnever ends",
        "bad-request"
    )]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\ncontent-disposition: form-data; name=a; filename=a.csv\r\n\r\n\r\n--x--\r\n",
        "file-empty"
    )]
    public async Task A_form_without_a_whole_file_is_refused_and_nothing_is_kept(
        string type,
        string body,
        string problem
    )
    {
        // other tests upload people.csv meanwhile
        const string Kept = "select count(*) from contact_imports where size = 0 and file_name <> 'people.csv'";
        var before = await Site.Ask(Kept);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Site.Problem(await Site.Http.PostAsync(Import, content, Cancel), 400, problem);

        Assert.Equal(before, await Site.Ask(Kept));
    }
}
