#:property PublishAot=false
#:property ImplicitUsings=enable
#:property Nullable=enable

// From an empty folder to a token: `dotnet quickstart.cs` packs the packages and the templates of this checkout, creates a host with them, starts it and
// walks the authorization code flow with PKCE against it, showing what goes over the wire. Then the server stays up, so that you can sign in yourself;
// with `--exit` everything is stopped and removed.

using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

const string Alice = "alice", Password = "wonderland";
var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? Environment.CurrentDirectory;
var exit = args.Contains("--exit");
var clock = Stopwatch.StartNew();
var work = Directory.CreateTempSubdirectory("attesto-quickstart-").FullName;
var host = Path.Combine(work, "MyAuth");
var version = $"0.1.0-quickstart.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}"; // its own, so that no cache remembers it
Process? server = null;
Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1");
Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1");
AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(); // however it ends, no server is left behind

try
{
    Step("Packing the packages and the templates of this checkout");
    await Dotnet(root, "pack", "eng/packages.slnf", "-o", Path.Combine(work, "feed"), $"-p:PackageVersion={version}", "-p:RunAnalyzers=false", "--nologo", "-v", "q");
    MoveOutOfHome();

    Step("Installing the templates, and creating a host");
    await Dotnet(work, "new", "install", Path.Combine(work, "feed", $"Attesto.Templates.{version}.nupkg"));
    await Dotnet(work, "new", "attesto-host", "-n", "MyAuth");
    Say($"{Directory.GetFiles(host, "*.cs*", SearchOption.AllDirectories).Count(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))} source files in {host}");

    Step("dotnet ef database update");
    await Dotnet(host, "tool", "restore");
    await Dotnet(host, "ef", "database", "update");

    Step("Starting the host");
    var address = $"http://localhost:{FreePort()}";
    server = await Start(address);

    var flow = new Flow(address);
    await flow.Discover();
    await flow.SignIn(Alice, Password, Step);
    Console.WriteLine();
    Console.WriteLine($"Done in {clock.Elapsed.TotalSeconds:0} s: from an empty folder to a token, a refreshed one, and what it says.");
    if (!exit)
    {
        await flow.WaitForVisitors(host, Alice, Password);
    }

    return 0;
}
catch (Exception failure) when (failure is InvalidOperationException or HttpRequestException or JsonException or KeyNotFoundException)
{
    Console.Error.WriteLine($"quickstart: {failure.Message}");
    var log = Path.Combine(work, "server.log");
    Console.Error.WriteLine(File.Exists(log) ? File.ReadAllText(log) : "");
    return 1;
}
finally
{
    Stop();
    if (exit)
    {
        Directory.Delete(work, recursive: true);
    }
}

void Stop()
{
    if (server is { HasExited: false })
    {
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
    }
}

void Step(string what)
{
    Console.WriteLine();
    Console.WriteLine($"[{clock.Elapsed.TotalSeconds,3:0} s] {what}");
}

static void Say(string what) => Console.WriteLine($"        {what}");

// What dotnet keeps in a user's home (templates, the paths of tools, packages) is from here on kept in the work folder, and gone with it:
// a path that it remembered of this run would break `dotnet ef` for the user's own projects. Only packages of others are read from the user's cache.
void MoveOutOfHome()
{
    var own = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(own, ".nuget", "packages");
    var sources = Path.Combine(".nuget", "NuGet", "NuGet.Config"); // where the user takes packages from; on Windows it is not in the home
    var home = Path.Combine(work, "home");
    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(home, sources))!);
    if (File.Exists(Path.Combine(own, sources)))
    {
        File.Copy(Path.Combine(own, sources), Path.Combine(home, sources));
    }

    Environment.SetEnvironmentVariable("HOME", home);
    Environment.SetEnvironmentVariable("DOTNET_CLI_HOME", home);
    Environment.SetEnvironmentVariable("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false");
    Environment.SetEnvironmentVariable("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false");
    Environment.SetEnvironmentVariable("NUGET_PACKAGES", null); // the folder is named below
    File.WriteAllText(Path.Combine(work, "nuget.config"), $"""
        <configuration>
          <packageSources><add key="quickstart" value="feed" /></packageSources>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          {(Directory.Exists(cache) ? $"""<fallbackPackageFolders><add key="cache" value="{cache}" /></fallbackPackageFolders>""" : "")}
        </configuration>
        """);
}

async Task Dotnet(string folder, params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEndAsync();
    var errors = process.StandardError.ReadToEndAsync();
    var exited = process.WaitForExitAsync();
    while (await Task.WhenAny(exited, Task.Delay(TimeSpan.FromSeconds(5))) != exited)
    {
        Say($"… {clock.Elapsed.TotalSeconds:0} s"); // still there
    }

    if (process.ExitCode != 0)
    {
        throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{await output}{await errors}");
    }
}

async Task<Process> Start(string address)
{
    var log = Path.Combine(work, "server.log");
    var start = new ProcessStartInfo("dotnet", [Path.Combine("bin", "Debug", "net10.0", "MyAuth.dll"), "--urls", address])
    {
        WorkingDirectory = host,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
    };
    var process = Process.Start(start)!;
    var writer = TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
    process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
    process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();
    using var http = new HttpClient();
    for (var patience = Stopwatch.StartNew(); !process.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(200))
    {
        try
        {
            using var answer = await http.GetAsync($"{address}/.well-known/openid-configuration");
            Say($"{address} is up");
            return process;
        }
        catch (HttpRequestException)
        {
            // not yet
        }
    }

    throw new InvalidOperationException("the host did not start:");
}

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}

/// <summary>A browser and a native client in one, talking to the server over HTTP.</summary>
internal sealed class Flow(string issuer)
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(issuer) };
    private readonly string _redirectUri = $"http://127.0.0.1:{Port()}/callback"; // RFC 8252 §7.3: any port
    private readonly string _verifier = Random(), _state = Random(), _nonce = Random();
    private JsonNode _metadata = new JsonObject();

    private string AuthorizationUrl => $"{_metadata["authorization_endpoint"]}?" + Query(new()
    {
        ["client_id"] = "demo",
        ["response_type"] = "code",
        ["redirect_uri"] = _redirectUri,
        ["scope"] = "openid profile email offline_access",
        ["state"] = _state,
        ["nonce"] = _nonce,
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier))),
        ["code_challenge_method"] = "S256",
    });

    public async Task Discover() => _metadata = await Json(
        HttpMethod.Get, "/.well-known/openid-configuration", shown: ["issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"]);

    public async Task SignIn(string name, string password, Action<string> step)
    {
        step("The client sends the browser to the authorization endpoint; nobody is signed in, so the sign-in page comes");
        var page = await Browse(HttpMethod.Get, AuthorizationUrl);
        step($"{name} signs in; the consent page comes");
        page = await Submit(page, new() { ["username"] = name, ["password"] = password });
        step($"{name} allows it; the browser goes back to the client with a code");
        var callback = (await Submit(page, new() { ["decision"] = "authorize" })).Url;
        step("The client redeems the code, and proves with the PKCE verifier that it is the one that asked");
        var tokens = await Redeem(callback);
        step("The client asks who that is");
        await UserInfo(tokens);
        step("Later the client refreshes");
        await Token(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = $"{tokens["refresh_token"]}", ["client_id"] = "demo" });
    }

    /// <summary>Plays the client for whoever opens the URL in a real browser.</summary>
    public async Task WaitForVisitors(string host, string name, string password)
    {
        using var listener = new HttpListener { Prefixes = { $"{_redirectUri}/" } };
        listener.Start();
        Console.WriteLine();
        Console.WriteLine($"The server is up. Sign in as {name} with the password {password}:");
        Console.WriteLine();
        Console.WriteLine($"    {AuthorizationUrl}");
        Console.WriteLine();
        Console.WriteLine($"The host is yours: {host}");
        Console.WriteLine("Ctrl+C stops the server.");
        while (true)
        {
            var visit = await listener.GetContextAsync();
            var answer = visit.Request.QueryString["error"] is { } error ? $"The server answered {error}." : "You are signed in. The tokens are in the terminal.";
            if (visit.Request.QueryString["code"] is not null)
            {
                try
                {
                    await UserInfo(await Redeem(visit.Request.Url!.ToString()));
                }
                catch (InvalidOperationException refused)
                {
                    answer = $"The code was refused: a code is good once. ({refused.Message})"; // the page was loaded again
                }
            }

            visit.Response.ContentType = "text/plain; charset=utf-8";
            visit.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: false);
        }
    }

    private async Task<JsonNode> Redeem(string callback)
    {
        var answer = new Uri(callback).Query.TrimStart('?').Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        Demand(answer["state"] == _state, "the state is the one that was sent");
        Demand(answer["iss"] == issuer, "the issuer is the one that was asked (RFC 9207)");
        var tokens = await Token(new()
        {
            ["grant_type"] = "authorization_code", ["code"] = answer["code"], ["redirect_uri"] = _redirectUri, ["client_id"] = "demo", ["code_verifier"] = _verifier,
        });
        var keys = await Json(HttpMethod.Get, $"{_metadata["jwks_uri"]}");
        Demand(IsSigned($"{tokens["id_token"]}", keys), "a published key signed the ID token");
        Demand($"{Payload($"{tokens["id_token"]}")["nonce"]}" == _nonce, "its nonce is the one that was sent");
        return tokens;
    }

    private async Task<JsonNode> Token(Dictionary<string, string> form)
    {
        var tokens = await Json(HttpMethod.Post, $"{_metadata["token_endpoint"]}", new FormUrlEncodedContent(form));
        Decode("access token", $"{tokens["access_token"]}");
        if (tokens["id_token"] is { } idToken)
        {
            Decode("ID token", $"{idToken}");
        }

        return tokens;
    }

    private Task<JsonNode> UserInfo(JsonNode tokens) => Json(HttpMethod.Get, $"{_metadata["userinfo_endpoint"]}", bearer: $"{tokens["access_token"]}");

    /// <summary>Follows redirects until there is a page, or the client's own URL.</summary>
    private async Task<Page> Browse(HttpMethod method, string url, HttpContent? form = null)
    {
        for (var hops = 0; hops < 10; hops++)
        {
            using var answer = await Send(method, url, form);
            if (answer.Headers.Location is not { } location)
            {
                var html = await answer.Content.ReadAsStringAsync();
                Show($"<h1>{Regex.Match(html, "<h1>(.*?)</h1>").Groups[1].Value}</h1>");
                Demand(answer.IsSuccessStatusCode, "the server shows the page");
                return new Page(url, html);
            }

            (method, url, form) = (HttpMethod.Get, new Uri(new Uri(new Uri(issuer), url), location).AbsoluteUri, null);
            Show($"Location: {Short(url)}");
            if (url.StartsWith(_redirectUri, StringComparison.Ordinal))
            {
                return new Page(url, "");
            }
        }

        throw new InvalidOperationException("the redirects go round in circles");
    }

    private Task<Page> Submit(Page page, Dictionary<string, string> entries)
    {
        foreach (Match input in Regex.Matches(page.Html, """<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>"""))
        {
            entries.TryAdd(WebUtility.HtmlDecode(input.Groups[1].Value), WebUtility.HtmlDecode(input.Groups[2].Value));
        }

        var action = WebUtility.HtmlDecode(Regex.Match(page.Html, """<form [^>]*action="([^"]+)""").Groups[1].Value);
        return Browse(HttpMethod.Post, new Uri(new Uri(new Uri(issuer), page.Url), action).ToString(), new FormUrlEncodedContent(entries));
    }

    private async Task<JsonNode> Json(HttpMethod method, string url, HttpContent? form = null, string? bearer = null, string[]? shown = null)
    {
        using var answer = await Send(method, url, form, bearer);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        foreach (var (name, value) in body.AsObject())
        {
            if (shown?.Contains(name) != false)
            {
                Show($"{name}: {Short($"{value?.ToJsonString()}")}");
            }
        }

        Demand(answer.IsSuccessStatusCode, $"{url} answers with success");
        return body;
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string url, HttpContent? form, string? bearer = null)
    {
        Show($"{method} {Short(new Uri(new Uri(issuer), url).AbsoluteUri)}");
        var answer = await _http.SendAsync(new HttpRequestMessage(method, url)
        {
            Content = form,
            Headers = { Authorization = bearer is null ? null : new("Bearer", bearer) },
        });
        Show($"{(int)answer.StatusCode} {answer.ReasonPhrase}");
        return answer;
    }

    private static bool IsSigned(string jwt, JsonNode keys)
    {
        var parts = jwt.Split('.');
        var kid = $"{JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!["kid"]}";
        var key = keys["keys"]!.AsArray().First(key => $"{key!["kid"]}" == kid)!;
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars($"{key["x"]}"), Y = Base64Url.DecodeFromChars($"{key["y"]}") },
        });
        return ecdsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256);
    }

    private static JsonNode Payload(string jwt) => JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1]))!;

    private static void Decode(string what, string jwt) => Show($"the {what} says {Payload(jwt).ToJsonString()}");

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"this should hold, and does not: {what}");
        }
    }

    private static void Show(string what) => Console.WriteLine($"        {what}");

    private static string Short(string text) => text.Length <= 150 ? text : $"{text[..150]}…";

    private static string Query(Dictionary<string, string> pairs) => string.Join('&', pairs.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Page(string Url, string Html);
}
