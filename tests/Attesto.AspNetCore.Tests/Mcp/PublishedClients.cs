namespace Attesto.AspNetCore.Tests.Mcp;

/// <summary>What the clients of the Model Context Protocol send or publish, as observed in public in autumn 2026.</summary>
internal static class PublishedClients
{
    /// <summary>Bodies of registration requests, each with the redirect URI that the client then uses.</summary>
    public static readonly (string Name, string Redirect, string Body)[] Registrations =
    [
        ("mcp-remote", "http://localhost:3334/oauth/callback", """
            {"redirect_uris":["http://localhost:3334/oauth/callback"],"token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"client_name":"MCP CLI Proxy","client_uri":"https://github.com/modelcontextprotocol/mcp-cli",
             "software_id":"2e6dc280-f3c3-4e01-99a7-8181dbd1d23d","software_version":"0.1.38","scope":"mcp:tools offline_access"}
            """),
        ("Claude", "https://claude.ai/api/mcp/auth_callback", """
            {"client_name":"Claude","grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"none",
             "scope":"claudeai","redirect_uris":["https://claude.ai/api/mcp/auth_callback"]}
            """),
        ("Claude, with a secret", "https://claude.ai/api/mcp/auth_callback", """
            {"client_name":"claudeai","grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"client_secret_post",
             "scope":"claudeai","redirect_uris":["https://claude.ai/api/mcp/auth_callback"]}
            """),
        ("VS Code", "http://127.0.0.1:59656/", """
            {"client_name":"Visual Studio Code","client_uri":"https://code.visualstudio.com",
             "grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code"],"response_types":["code"],
             "redirect_uris":["https://insiders.vscode.dev/redirect","https://vscode.dev/redirect","http://127.0.0.1/","http://127.0.0.1:33418/"],
             "token_endpoint_auth_method":"none","application_type":"native"}
            """),
        ("Cursor", "cursor://anysphere.cursor-mcp/oauth/callback", """
            {"client_name":"Cursor","redirect_uris":["cursor://anysphere.cursor-mcp/oauth/callback","https://www.cursor.com/agents/mcp/oauth/callback",
             "http://localhost:8787/callback"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],"token_endpoint_auth_method":"none"}
            """),
        ("Cursor, which called itself a web application", "cursor://anysphere.cursor-retrieval/oauth/user-reports/callback", """
            {"client_name":"Cursor","redirect_uris":["cursor://anysphere.cursor-retrieval/oauth/user-reports/callback"],"grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"token_endpoint_auth_method":"none","application_type":"web"}
            """),
        ("ChatGPT", "https://chatgpt.com/connector_platform_oauth_redirect", """
            {"client_name":"ChatGPT","redirect_uris":["https://chatgpt.com/connector_platform_oauth_redirect"],"grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"token_endpoint_auth_method":"none"}
            """),
        ("Inspector", "http://localhost:6274/oauth/callback", """
            {"redirect_uris":["http://localhost:6274/oauth/callback"],"token_endpoint_auth_method":"none","grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"client_name":"MCP Inspector","client_uri":"https://github.com/modelcontextprotocol/inspector","scope":""}
            """),
    ];

    /// <summary>Client metadata documents, each with the redirect URI that the client then uses.</summary>
    public static readonly (string Name, string Redirect, string Id, string Document)[] Documents =
    [
        ("Claude", "https://claude.ai/api/mcp/auth_callback", "https://claude.ai/oauth/mcp-oauth-client-metadata", """
            {"client_id":"https://claude.ai/oauth/mcp-oauth-client-metadata","client_name":"Claude","client_uri":"https://claude.ai",
             "redirect_uris":["https://claude.ai/api/mcp/auth_callback"],
             "grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:jwt-bearer"],"response_types":["code"],
             "token_endpoint_auth_method":"none"}
            """),
        ("Claude Code", "http://localhost:54545/callback", "https://claude.ai/oauth/claude-code-client-metadata", """
            {"client_id":"https://claude.ai/oauth/claude-code-client-metadata","client_name":"Claude Code","client_uri":"https://claude.ai",
             "redirect_uris":["http://localhost/callback","http://127.0.0.1/callback"],"grant_types":["authorization_code","refresh_token"],
             "response_types":["code"],"token_endpoint_auth_method":"none"}
            """),
        ("VS Code", "http://127.0.0.1:33418/", "https://vscode.dev/oauth/client-metadata.json", """
            {"application_type":"native","client_id":"https://vscode.dev/oauth/client-metadata.json","client_name":"Visual Studio Code",
             "client_uri":"https://vscode.dev/product","grant_types":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code"],
             "response_types":["code"],"redirect_uris":["http://127.0.0.1:33418/","https://vscode.dev/redirect"],"token_endpoint_auth_method":"none"}
            """),
        ("Codex", "http://127.0.0.1:37819/callback", "https://chatgpt.com/oauth/codex/client.json", """
            {"client_id":"https://chatgpt.com/oauth/codex/client.json","client_uri":"https://chatgpt.com/codex","application_type":"native",
             "redirect_uris":["http://127.0.0.1/callback","http://localhost/callback"],"token_endpoint_auth_method":"none",
             "token_endpoint_auth_methods_supported":["none"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],"client_name":"Codex"}
            """),
        ("ChatGPT", "https://chatgpt.com/connector_platform_oauth_redirect", "https://chatgpt.com/oauth/client.json", """
            {"client_id":"https://chatgpt.com/oauth/client.json","client_uri":"https://chatgpt.com/",
             "redirect_uris":["https://chatgpt.com/connector_platform_oauth_redirect"],"token_endpoint_auth_method":"private_key_jwt",
             "token_endpoint_auth_methods_supported":["none","private_key_jwt"],"grant_types":["authorization_code","refresh_token"],"response_types":["code"],
             "client_name":"ChatGPT","logo_uri":"https://persistent.oaistatic.com/sonic/misc/openai-logo.png","token_endpoint_auth_signing_alg":"RS256",
             "jwks_uri":"https://chatgpt.com/oauth/jwks.json"}
            """),
    ];
}
