using System.Net.Http.Headers;
using System.Text.Json;
using Attesto.DpopClient;

if (args is not [var tokenEndpoint, var clientId, var clientSecret, var scope, var api])
{
    Console.Error.WriteLine("usage: Attesto.DpopClient <token endpoint> <client_id> <client_secret> <scope> <url of the API>");
    return 2;
}

using var key = new DpopKey(TimeProvider.System);
using var http = new HttpClient(new DpopProofHandler(key, new SocketsHttpHandler()));

using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["grant_type"] = "client_credentials",
    ["client_id"] = clientId,
    ["client_secret"] = clientSecret,
    ["scope"] = scope,
});
using var issued = await http.PostAsync(new Uri(tokenEndpoint), form);
using var body = JsonDocument.Parse(await issued.Content.ReadAsStringAsync());
if (!issued.IsSuccessStatusCode)
{
    Console.Error.WriteLine($"{(int)issued.StatusCode} {body.RootElement}");
    return 1;
}

Console.WriteLine($"a {body.RootElement.GetProperty("token_type")} token, bound to {key.Thumbprint}");

using var call = new HttpRequestMessage(HttpMethod.Get, api);
call.Headers.Authorization = new AuthenticationHeaderValue("DPoP", body.RootElement.GetProperty("access_token").GetString());
using var answer = await http.SendAsync(call);
Console.WriteLine($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
return answer.IsSuccessStatusCode ? 0 : 1;
