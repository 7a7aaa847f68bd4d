using System.Security.Cryptography;

namespace Attesto.Load;

/// <summary>What no server can do without: HTTP by Kestrel, a form that is read, the bare signatures of .NET, and two statements by the bare driver. Nothing is
/// decided here.</summary>
internal static class FloorServer
{
    private static readonly byte[] Body = new byte[600];
    private static readonly byte[] Input = RandomNumberGenerator.GetBytes(400);
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA RsaKey = RSA.Create(2048);
    private static readonly ECParameters Public = Key.ExportParameters(includePrivateParameters: false);
    private static readonly byte[] Signature = Key.SignData(Input, HashAlgorithmName.SHA256);

    public static async Task RunAsync(string url, string? connectionString)
    {
        await using var database = connectionString is null ? null : await FloorDatabase.CreateAsync(connectionString);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.Run(async http =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            switch (http.Request.Path.Value)
            {
                case "/sign": Sign(); break;
                case "/sign-read-change" when database is not null:
                    await database.ReadAndChangeAsync();
                    Sign();
                    break;
                case "/sign-rsa": RsaKey.SignData(Input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); break;
                case "/verify": Verify(Key); break;
                case "/verify-sign": Verify(Key); Sign(); break;
                case "/verify-verify": Verify(Key); Verify(Key); break;
                case "/import-verify-sign":
                    using (var key = ECDsa.Create(Public))
                    {
                        Verify(key);
                    }

                    Sign();
                    break;
            }

            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Body.Length;
            await http.Response.Body.WriteAsync(Body);
        });
        await app.RunAsync();
    }

    private static void Sign() => Key.SignData(Input, HashAlgorithmName.SHA256);

    private static void Verify(ECDsa key) => _ = key.VerifyData(Input, Signature, HashAlgorithmName.SHA256) ? 0 : throw new CryptographicException();
}
