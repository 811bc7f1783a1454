using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace WhatsAppBot.Chaos;

/// <summary>Somebody who asks a node over the API, and again until one answers.</summary>
internal sealed class Insistent(Func<Uri> node)
{
    /// <summary>Makes something in the demo workspace; its id. What was made when the answer got lost is made again.</summary>
    public async Task<string> Make(string path, object body, CancellationToken cancel)
    {
        using var made = await Post(path, body, cancel);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(cancel));
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("id");
        return id.ValueKind == JsonValueKind.String
            ? id.GetString() ?? ""
            : id.GetInt64().ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Posts to a path below the demo workspace, of this node or of the one that is there.</summary>
    public async Task<HttpResponseMessage> Post(string path, object body, CancellationToken cancel, Uri? at = null)
    {
        // what is done but not answered in time is refused the second time: only what hangs for good is given up
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        while (true)
        {
            try
            {
                var answer = await http.PostAsJsonAsync(
                    new Uri(at ?? node(), $"/api/v1/workspaces/demo/{path}"),
                    body,
                    cancel
                );
                if ((int)answer.StatusCode < 500)
                    return answer;
                answer.Dispose();
            }
            catch (Exception trouble)
                when (trouble is HttpRequestException
                    || trouble is OperationCanceledException && !cancel.IsCancellationRequested
                )
            {
                // dead, hung or starting: the next one may answer
            }
            await Task.Delay(200, cancel);
        }
    }
}
