// A function in Go that asks the Runtime API itself: see languages.py.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

type event struct {
	Name  string   `json:"name"`
	Fail  string   `json:"fail"`
	Exit  int      `json:"exit"`
	Sleep float64  `json:"sleep"`
	Parts []string `json:"parts"`
}

var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/"

func post(path string, body interface{}) {
	text, _ := json.Marshal(body)
	answer, err := http.Post(api+path, "application/json", bytes.NewReader(text))
	if err != nil || answer.StatusCode != 202 {
		fmt.Println("not taken:", path, answer, err)
		os.Exit(1)
	}
	answer.Body.Close()
}

func failure(message string) map[string]string {
	return map[string]string{"errorMessage": message, "errorType": "Judge.Error"}
}

// Answers part by part; an error follows in trailers.
func stream(call string, event event) {
	body, out := io.Pipe()
	request, _ := http.NewRequest("POST", api+call+"/response", body)
	request.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
	request.Trailer = http.Header{"Lambda-Runtime-Function-Error-Type": nil, "Lambda-Runtime-Function-Error-Body": nil}
	go func() {
		for _, part := range event.Parts {
			io.WriteString(out, part)
			time.Sleep(50 * time.Millisecond)
		}
		if event.Fail != "" {
			text, _ := json.Marshal(failure(event.Fail))
			request.Trailer.Set("Lambda-Runtime-Function-Error-Type", "Judge.Error")
			request.Trailer.Set("Lambda-Runtime-Function-Error-Body", base64.StdEncoding.EncodeToString(text))
		}
		out.Close()
	}()
	if answer, err := http.DefaultClient.Do(request); err == nil {
		answer.Body.Close()
	}
}

func main() {
	if os.Getenv("BROKEN") != "" {
		post("init/error", failure("BROKEN is set"))
		os.Exit(1)
	}
	for {
		next, err := http.Get(api + "invocation/next")
		if err != nil {
			os.Exit(1)
		}
		text, _ := io.ReadAll(next.Body)
		next.Body.Close()
		call := "invocation/" + next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		var event event
		if err := json.Unmarshal(text, &event); err != nil {
			post(call+"/error", failure(err.Error()))
			continue
		}
		if event.Exit != 0 {
			os.Exit(event.Exit)
		}
		time.Sleep(time.Duration(event.Sleep * float64(time.Second)))
		if event.Parts != nil {
			stream(call, event)
		} else if event.Fail != "" {
			post(call+"/error", failure(event.Fail))
		} else {
			post(call+"/response", map[string]interface{}{"hello": event.Name, "process": os.Getpid()})
		}
	}
}
