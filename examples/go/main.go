// A microservice in Go: it greets whoever the policy lets call it, and it calls others.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

var issuer, name = os.Getenv("M2M_ISSUER"), os.Getenv("M2M_NAME")
var targets, clients = map[string]string{}, map[string]*http.Client{}

// protected lets in who has an access token for this microservice, and tells handle who that is.
func protected(keys keyfunc.Keyfunc, handle func(w http.ResponseWriter, caller any)) http.HandlerFunc {
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(issuer),
		jwt.WithAudience(name), jwt.WithExpirationRequired(), jwt.WithLeeway(5*time.Second))
	return func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		claims, problem := jwt.MapClaims{}, map[bool]string{true: `, error="invalid_token"`}[token != ""]
		_, err := parser.ParseWithClaims(token, claims, keys.Keyfunc)
		if err != nil || claims["token_use"] != "access" || !strings.EqualFold(scheme, "Bearer") {
			w.Header().Set("WWW-Authenticate", fmt.Sprintf("Bearer realm=%q%s", name, problem))
			http.Error(w, "Unauthorized", http.StatusUnauthorized)
			return
		}
		handle(w, claims["sub"])
	}
}

func query(w http.ResponseWriter, r *http.Request) {
	var body struct{ Target string }
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, 10_000)).Decode(&body) != nil || clients[body.Target] == nil {
		http.Error(w, "Name a known target.", http.StatusBadRequest)
		return
	}
	var refusal *oauth2.RetrieveError
	if answer, err := clients[body.Target].Get(targets[body.Target] + "/hello"); errors.As(err, &refusal) && refusal.Response.StatusCode < 500 {
		http.Error(w, refusal.ErrorCode, http.StatusUnauthorized)
	} else if err != nil {
		http.Error(w, "The call failed.", http.StatusBadGateway)
	} else {
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			w.WriteHeader(http.StatusBadGateway)
		}
		io.Copy(w, io.LimitReader(answer.Body, 1_000_000))
	}
}

func main() {
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, &http.Client{Timeout: 5 * time.Second})
	for _, pair := range strings.Split(os.Getenv("M2M_TARGETS"), ",") {
		target, url, _ := strings.Cut(pair, "=")
		config := clientcredentials.Config{ClientID: name, ClientSecret: os.Getenv("M2M_CLIENT_SECRET"),
			TokenURL: issuer + "/oauth/token", EndpointParams: map[string][]string{"resource": {url}}, AuthStyle: oauth2.AuthStyleInHeader}
		targets[target], clients[target] = url, config.Client(ctx) // with tokens for this target alone
		clients[target].Timeout, clients[target].CheckRedirect = 10*time.Second, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	keys, err := keyfunc.NewDefaultOverrideCtx(ctx, []string{issuer + "/.well-known/jwks.json"},
		keyfunc.Override{HTTPTimeout: 5 * time.Second, RefreshInterval: time.Minute, RateLimitWaitMax: time.Second})
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /hello", protected(keys, func(w http.ResponseWriter, caller any) { fmt.Fprintf(w, "Hello to %s from %s!", caller, name) }))
	http.HandleFunc("POST /query", query)
	log.Fatal(http.ListenAndServe(os.Getenv("HOST")+":"+os.Getenv("PORT"), nil))
}
